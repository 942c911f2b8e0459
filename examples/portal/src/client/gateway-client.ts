import { ApolloClient, ApolloLink } from '@apollo/client';
import { BaseHttpLink } from '@apollo/client/link/http';
import { createCache } from './cache';
import type { Credentials } from './credentials';
import { credentialsLink } from './credentials-link';
import { canHash, persistedQueriesLink } from './persisted-queries-link';
import { retryLink } from './retry-link';
import { sessionEndLink } from './session-end-link';

/** An answer that has not come by then will not come: a wait without an end is worse than an error. Milliseconds. */
const PATIENCE_MS = 15_000;

interface Options {
  /** `/graphql`, or with its origin. */
  uri: string;
  credentials: Credentials;
  /** The session ended elsewhere, or its time is over: forget the token, ask for the password again. */
  onSessionEnd: () => void;
  /** true when an attempt meets an outage, false when one is answered. */
  onOutage?: (isOut: boolean) => void;
}

/** An Apollo Client that knows the gateway's rules. One for each session: what it has cached is one user's. */
export function createGatewayClient({ uri, credentials, onSessionEnd, onOutage = () => undefined }: Options) {
  return new ApolloClient({
    cache: createCache(),
    link: ApolloLink.from([
      sessionEndLink(credentials, onSessionEnd),
      retryLink(onOutage),
      credentialsLink(credentials),
      ...(canHash() ? [persistedQueriesLink()] : []),
      // As application/json, errors of the request itself are 200, and the browser does not log each as a failure.
      new BaseHttpLink({ uri, headers: { accept: 'application/json' }, fetch: impatientFetch }),
    ]),
  });
}

const impatientFetch: typeof fetch = (input, init) => {
  const signals = [AbortSignal.timeout(PATIENCE_MS), ...(init?.signal ? [init.signal] : [])];
  return fetch(input, { ...init, signal: AbortSignal.any(signals) });
};
