import { HeaderMap, type ApolloServer } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '../shared/request-context';
import type { CompiledQueries, Operation } from './compiled/compiled-queries';
import { outcomeOf } from '../graphql/errors/http-outcome';

export const JSON_TYPE = 'application/json; charset=utf-8';
export const GRAPHQL_JSON = 'application/graphql-response+json';

export const speaksGraphqlJson = (contentType: string): boolean => contentType.startsWith(GRAPHQL_JSON);

/** An executed operation, ready to be sent. */
export interface Answer {
  context: RequestContext;
  status: number;
  /** Seconds. */
  retryAfter: number | null;
  contentType: string;
  body: string;
  /** Complete and without errors: it may be kept. */
  isFaultless: boolean;
}

interface Executors {
  apollo: ApolloServer<RequestContext>;
  compiled: CompiledQueries;
}

/**
 * Runs an operation: a query that a signed-in viewer asks and that has a program runs by it, all else by Apollo. The
 * limits of those who are not signed in count a field each time it is reached, so their operations run once, by Apollo.
 *
 * @param contentType of the response, as negotiated
 */
export async function execute(
  executors: Executors,
  operation: Operation & { isQuery: boolean },
  contentType: string,
  newContext: () => RequestContext,
): Promise<Answer> {
  const context = newContext();
  if (!operation.isQuery || !context.viewer) return executeByApollo(executors, operation, contentType, context);
  const { compiled } = executors;
  const { body, faulty } = await compiled.run(operation, context);
  if (body !== null) return { context, status: 200, retryAfter: null, contentType, body, isFaultless: true };
  const answer = await executeByApollo(executors, operation, contentType, newContext());
  if (!answer.isFaultless) return answer;
  if (faulty) compiled.distrust(operation);
  else compiled.learn(operation);
  return answer;
}

async function executeByApollo(
  { apollo }: Executors,
  { query, operationName, variables }: Operation,
  contentType: string,
  context: RequestContext,
): Promise<Answer> {
  const headers = new HeaderMap([
    ['content-type', 'application/json'],
    ['accept', contentType],
  ]);
  const body = { query, ...(operationName && { operationName }), ...(variables && { variables }) };
  const response = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'POST', headers, search: '', body },
    context: async () => context,
  });
  if (response.body.kind !== 'complete') throw new Error('answers are never streamed');
  // Apollo ends its text with a line feed; the same answer has the same bytes, whoever made it.
  const text = response.body.string.trimEnd();
  const errors = errorsOf(text);
  const outcome = outcomeOf(errors, response.status ?? 200, speaksGraphqlJson(contentType));
  return { context, ...outcome, contentType, body: text, isFaultless: errors.length === 0 && outcome.status === 200 };
}

/** Errors stand first in Apollo's text where there are any. */
function errorsOf(body: string): readonly GraphQLFormattedError[] {
  if (!body.startsWith('{"errors":')) return [];
  return (JSON.parse(body) as { errors: GraphQLFormattedError[] }).errors;
}
