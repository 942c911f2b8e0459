import type { ApolloServer } from '@apollo/server';
import type { RequestContext } from '../shared/request-context';
import type { Spans } from '../platform/tracing/spans';
import type { CompiledQueries, Operation } from './compiled/compiled-queries';

export interface Executors {
  apollo: ApolloServer<RequestContext>;
  compiled: CompiledQueries;
  spans: Spans;
}

/** How a transport takes the result of an operation. */
export interface ResultShape<Result> {
  /** @param data complete, and without errors */
  fromData(data: object): Result;
  byApollo(context: RequestContext): Promise<Result>;
  /** Whether a result of Apollo's is complete and without errors. */
  isFaultless(result: Result): boolean;
}

/**
 * Runs an operation: a signed-in viewer's query by its compiled program, if there is one, everything else by Apollo.
 * Anonymous operations always run once, by Apollo, because their limits count each time a field is resolved.
 *
 * @param isQuery whether a program may run it
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
      ? runProgram(executors.compiled, operation, context, shape)
      : shape.byApollo(forOneRun(context)),
  );

async function runProgram<Result>(
  compiled: CompiledQueries,
  operation: Operation,
  context: RequestContext,
  shape: ResultShape<Result>,
): Promise<Result> {
  const { data, faulty } = await compiled.run(operation, forOneRun(context));
  if (data) return shape.fromData(data);
  const result = await shape.byApollo(forOneRun(context));
  if (!shape.isFaultless(result)) return result;
  if (faulty) compiled.distrust(operation);
  else compiled.learn(operation);
  return result;
}

const forOneRun = (context: RequestContext): RequestContext => ({ ...context, rowsAsked: 0 });
