import type { ApolloLink } from '@apollo/client';
import { ErrorLink } from '@apollo/client/link/error';
import type { Credentials } from './credentials';
import { sentTokenOf } from './credentials-link';
import { faultOf } from './fault';

/**
 * Tells when the session that an operation was sent with has ended. Not for a wrong password, which is UNAUTHENTICATED too
 * but comes without a token; nor for a late answer to the token of before, or signing in again would be undone by it.
 */
export function sessionEndLink(credentials: Credentials, onSessionEnd: () => void): ApolloLink {
  return new ErrorLink(({ error, operation }) => {
    if (faultOf(error).code !== 'UNAUTHENTICATED') return;
    const sent = sentTokenOf(operation);
    if (sent !== null && sent === credentials.token()) onSessionEnd();
  });
}
