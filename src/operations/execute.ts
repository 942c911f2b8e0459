import type { ApolloServer } from '@apollo/server';
import type { RequestContext } from '../shared/request-context';
import type { Spans } from '../platform/tracing/spans';
import type { Operation, Queries } from './queries/queries';

export interface Executors {
  apollo: ApolloServer<RequestContext>;
  queries: Queries;
  spans: Spans;
}

/** The form in which a transport wants the result of an operation. */
export interface ResultShape<Result> {
  /** Whether lists of the data may be `JsonText`. */
  asText: boolean;
  /** @param data complete, and without errors */
  fromData(data: object): Result;
  byApollo(context: RequestContext): Promise<Result>;
}

/**
 * Runs an operation. A signed-in viewer's query runs without Apollo. Apollo runs everything else, and a query that met an
 * error. Anonymous operations run only once, by Apollo, because their limits count each time a field is resolved.
 *
 * @param isQuery whether it only reads
 * @param context of the request; the operation gets a copy with its own row count
 */
export const execute = <Result>(
  executors: Executors,
  operation: Operation,
  isQuery: boolean,
  context: RequestContext,
  shape: ResultShape<Result>,
): Promise<Result> =>
  executors.spans('execute', () =>
    isQuery && context.viewer
      ? runQuery(executors.queries, operation, context, shape)
      : shape.byApollo(forOneRun(context)),
  );

async function runQuery<Result>(
  queries: Queries,
  operation: Operation,
  context: RequestContext,
  shape: ResultShape<Result>,
): Promise<Result> {
  const data = await queries.run(operation, forOneRun(context), shape.asText);
  return data ? shape.fromData(data) : shape.byApollo(forOneRun(context));
}

const forOneRun = (context: RequestContext): RequestContext => ({ ...context, rowsAsked: 0 });
