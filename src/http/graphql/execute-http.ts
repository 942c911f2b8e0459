import { HeaderMap } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { outcomeOf } from '../../graphql/errors/http-outcome';
import type { Operation } from '../../operations/compiled/compiled-queries';
import { execute, type Executors } from '../../operations/execute';
import type { OperationResponse } from '../../operations/serve';
import type { RequestContext } from '../../shared/request-context';
import { JSON_TYPE } from '../server/headers';

export const GRAPHQL_JSON = 'application/graphql-response+json';

/** @param accept the Accept header. Where it leaves a choice, Apollo negotiates, so no program runs the operation. */
export function executeHttp(
  executors: Executors,
  operation: Operation,
  isQuery: boolean,
  accept: string | undefined,
  context: RequestContext,
): Promise<OperationResponse> {
  const contentType = plainType(accept);
  return execute<OperationResponse>(executors, operation, isQuery && contentType !== null, context, {
    fromData: (data) => ({
      status: 200,
      retryAfter: null,
      contentType: contentType ?? JSON_TYPE,
      body: JSON.stringify({ data }),
      isFaultless: true,
    }),
    byApollo: (contextValue) => executeByApollo(executors, operation, accept, contextValue),
    isFaultless: (response) => response.isFaultless,
  });
}

async function executeByApollo(
  { apollo }: Executors,
  { query, operationName, variables }: Operation,
  accept: string | undefined,
  context: RequestContext,
): Promise<OperationResponse> {
  const headers = new HeaderMap([['content-type', 'application/json']]);
  if (accept) headers.set('accept', accept);
  const body = { query, ...(operationName && { operationName }), ...(variables && { variables }) };
  const response = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'POST', headers, search: '', body },
    context: async () => context,
  });
  if (response.body.kind !== 'complete') throw new Error('answers are never streamed');
  // Apollo ends its text with a line feed, a program does not. The same result must have the same bytes.
  const text = response.body.string.trimEnd();
  const contentType = response.headers.get('content-type') ?? JSON_TYPE;
  const errors = errorsOf(text);
  const outcome = outcomeOf(errors, response.status ?? 200, contentType.startsWith(GRAPHQL_JSON));
  return { ...outcome, contentType, body: text, isFaultless: errors.length === 0 && outcome.status === 200 };
}

/** The media type where Accept leaves no choice; null where Apollo must negotiate. */
function plainType(accept: string | undefined): string | null {
  if (accept === undefined || accept === '*/*') return JSON_TYPE;
  const [wanted = '', ...others] = accept.split(',').map((item) => item.split(';')[0]?.trim());
  if (others.includes('application/json') || others.includes(GRAPHQL_JSON)) return null;
  if (wanted === 'application/json') return JSON_TYPE;
  return wanted === GRAPHQL_JSON ? `${GRAPHQL_JSON}; charset=utf-8` : null;
}

/** Errors stand first in Apollo's text where there are any. */
function errorsOf(body: string): readonly GraphQLFormattedError[] {
  if (!body.startsWith('{"errors":')) return [];
  return (JSON.parse(body) as { errors: GraphQLFormattedError[] }).errors;
}
