import { HeaderMap } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { outcomeOf } from '../../graphql/errors/http-outcome';
import { jsonOf } from '../../operations/queries/json-text';
import type { Operation } from '../../operations/queries/queries';
import { execute, type Executors } from '../../operations/execute';
import type { OperationResponse } from '../../operations/serve';
import type { RequestContext } from '../../shared/request-context';
import { speaksGraphqlJson } from './negotiation';

/** @param contentType of the response, as negotiated */
export function executeHttp(
  executors: Executors,
  operation: Operation,
  isQuery: boolean,
  contentType: string,
  context: RequestContext,
): Promise<OperationResponse> {
  return execute<OperationResponse>(executors, operation, isQuery, context, {
    asText: true,
    fromData: (data) => ({
      status: 200,
      retryAfter: null,
      contentType,
      body: jsonOf({ data }),
      isFaultless: true,
    }),
    byApollo: (contextValue) => executeByApollo(executors, operation, contentType, contextValue),
  });
}

async function executeByApollo(
  { apollo }: Executors,
  { query, operationName, variables }: Operation,
  contentType: string,
  context: RequestContext,
): Promise<OperationResponse> {
  const headers = new HeaderMap([
    ['content-type', 'application/json'],
    ['accept', contentType],
  ]);
  const body = { query, ...(operationName && { operationName }), ...(variables && { variables }) };
  const response = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'POST', headers, search: '', body },
    context: async () => context,
  });
  if (response.body.kind !== 'complete') throw new Error('a streamed response is not supported');
  // Apollo ends its text with a line feed, a plan's has none. The same result must have the same bytes.
  const text = response.body.string.trimEnd();
  const errors = errorsOf(text);
  const outcome = outcomeOf(errors, response.status ?? 200, speaksGraphqlJson(contentType));
  return { ...outcome, contentType, body: text, isFaultless: errors.length === 0 && outcome.status === 200 };
}

/** If there are errors, Apollo's text starts with them. */
function errorsOf(body: string): readonly GraphQLFormattedError[] {
  if (!body.startsWith('{"errors":')) return [];
  return (JSON.parse(body) as { errors: GraphQLFormattedError[] }).errors;
}
