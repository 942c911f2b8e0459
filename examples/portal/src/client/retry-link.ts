import { ApolloLink, CombinedGraphQLErrors } from '@apollo/client';
import { RetryLink } from '@apollo/client/link/retry';
import { OperationTypeNode } from 'graphql';
import { map, tap } from 'rxjs';
import { faultOf, isOutage } from './fault';

/** Attempts of one operation: minutes of an outage for a query, up to five; seconds for a change, up to twenty. */
const QUERY_ATTEMPTS = 35;
const MUTATION_ATTEMPTS = 7;
const FIRST_DELAY_MS = 300;
const MAX_DELAY_MS = 10_000;
/** A limit that opens again this soon is waited for in silence; of a longer wait the user is told. Seconds. */
const SHORT_WAIT_S = 3;

/**
 * Tries again what an outage or a short limit refused: queries, and mutations whose context says `idempotent: true`. Other
 * mutations may have been done although no answer came, and would be done twice.
 *
 * @param onOutage true when an attempt meets an outage, false when one is answered
 */
export function retryLink(onOutage: (isOut: boolean) => void): ApolloLink {
  const retry = new RetryLink({
    attempts: (attempt, operation, error) => attempt < attemptsOf(operation) && isWorthRetrying(error),
    delay: (attempt, operation, error) => delayMs(attempt, waitAskedFor(operation, error)),
  });
  const watch = new ApolloLink((operation, forward) =>
    forward(operation).pipe(
      map(refusalsAsErrors),
      tap({ next: () => onOutage(false), error: (error) => onOutage(isOutage(error)) }),
    ),
  );
  return retry.concat(watch);
}

/** RetryLink looks at errors only, and RATE_LIMITED comes as a result. */
function refusalsAsErrors(result: ApolloLink.Result): ApolloLink.Result {
  if (!result.errors?.length) return result;
  const error = new CombinedGraphQLErrors(result);
  if (isWorthRetrying(error)) throw error;
  return result;
}

function isWorthRetrying(error: unknown): boolean {
  if (isOutage(error)) return true;
  const { code, retryAfter } = faultOf(error);
  return code === 'RATE_LIMITED' && retryAfter !== null && retryAfter <= SHORT_WAIT_S;
}

function attemptsOf(operation: ApolloLink.Operation): number {
  if (operation.operationType === OperationTypeNode.QUERY) return QUERY_ATTEMPTS;
  return operation.getContext()['idempotent'] === true ? MUTATION_ATTEMPTS : 1;
}

/** Seconds: `extensions.retryAfter`, or the header. */
function waitAskedFor(operation: ApolloLink.Operation, error: unknown): number {
  const { response } = operation.getContext();
  const header = response instanceof Response ? Number(response.headers.get('retry-after')) : 0;
  return faultOf(error).retryAfter ?? (Number.isFinite(header) ? header : 0);
}

/**
 * Exponential backoff with full jitter, so that clients do not come back all at once (AWS Architecture Blog, "Exponential
 * Backoff And Jitter", 2015); never sooner than asked for.
 *
 * @param attempt how many there were, from 1 on
 * @param askedFor seconds
 */
export function delayMs(attempt: number, askedFor: number, random: () => number = Math.random): number {
  const ceiling = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
  return askedFor * 1_000 + random() * ceiling;
}
