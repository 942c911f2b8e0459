import type { GraphQLFormattedError } from 'graphql';

const REQUEST_ERRORS: readonly unknown[] = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
];

/** What a response's errors mean for its status and headers. */
export interface Outcome {
  status: number;
  /** Seconds. */
  retryAfter: number | null;
}

/**
 * - SERVICE_UNAVAILABLE anywhere is 503, so that clients and load balancers retry.
 * - Errors before execution are 400 under `application/graphql-response+json`. They are 200 under plain JSON, where the
 *   status describes the transport only.
 *
 * @param proposed the status that Apollo proposes
 */
export function outcomeOf(
  errors: readonly GraphQLFormattedError[],
  proposed: number,
  speaksGraphqlJson: boolean,
): Outcome {
  const codeOf = (error: GraphQLFormattedError) => error.extensions?.['code'];
  const waits = errors.map((error) => error.extensions?.['retryAfter']).filter((wait) => typeof wait === 'number');
  const retryAfter = waits.length > 0 ? Math.max(...waits) : null;
  if (errors.some((error) => codeOf(error) === 'SERVICE_UNAVAILABLE'))
    return { status: 503, retryAfter: retryAfter ?? 1 };
  const isRequestError = proposed === 400 && errors.some((error) => REQUEST_ERRORS.includes(codeOf(error)));
  if (isRequestError && !speaksGraphqlJson) return { status: 200, retryAfter };
  return { status: proposed, retryAfter };
}
