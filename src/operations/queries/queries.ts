import { execute, Kind, visit, type DocumentNode, type GraphQLError, type GraphQLSchema } from 'graphql';
import type { CompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import { operationKey, tryParse } from '../../graphql/operation-analysis';
import { isValid } from '../../graphql/validation/is-valid';
import { AppError } from '../../platform/errors/app-error';
import type { RequestContext } from '../../shared/request-context';

/*
 * Threats this file answers: compiling is expensive, so only queries that have run twice without an error are compiled, and
 * the number of programs is bounded. A document that is not sent again leaves nothing here but a count.
 */

const PROGRAMS = 500;
/** Runs of an operation before it is worth a program. */
const RUNS_BEFORE = 2;

interface Seen {
  runs: number;
  /** Null where the operation cannot be compiled. */
  program: CompiledQuery | null | undefined;
}

/** `faulty`: a program met an error that no resolver may throw, so the program itself may be wrong. */
type Run = { data: object; faulty: false } | { data: null; faulty: boolean };

const NOTHING: Run = { data: null, faulty: false };

/** An operation of a document, as sent. */
export interface Operation {
  query: string;
  operationName: string | null | undefined;
  variables: Record<string, unknown> | null | undefined;
  /** Of the text, where it has just been parsed. */
  document?: DocumentNode | null;
}

/**
 * Runs queries without Apollo: by graphql-js the first times, by a compiled program when they are repeated with different
 * variables or on changing data. Neither reports an error. If there is one, Apollo runs the query again, and clients get
 * Apollo's errors.
 */
export class Queries {
  private readonly seen = new LRUCache<string, Seen>({ max: PROGRAMS });

  constructor(private readonly schema: GraphQLSchema) {}

  /** @returns the complete data; null if there was an error, or the query is Apollo's to run */
  run(operation: Operation, context: RequestContext): Promise<Run> {
    const key = operationKey(operation);
    const seen = this.seen.get(key);
    if (seen?.program) return runProgram(seen.program, operation, context);
    return seen?.program === null ? Promise.resolve(NOTHING) : this.interpret(key, operation, context);
  }

  /** Call this when a faulty program has failed and Apollo has not: the program would fail again. */
  distrust(operation: Operation): void {
    this.seen.set(operationKey(operation), { runs: RUNS_BEFORE, program: null });
  }

  private async interpret(key: string, operation: Operation, context: RequestContext): Promise<Run> {
    const { query, operationName, variables: variableValues } = operation;
    const document = operation.document ?? tryParse(query);
    // Questions about the schema are rare and long, and the same for all: Apollo keeps their documents.
    if (!document || asksSchema(document) || !isValid(this.schema, document)) return NOTHING;
    const { schema } = this;
    const { errors, data } = await execute({ schema, document, contextValue: context, variableValues, operationName });
    if (errors || !data) return NOTHING;
    this.learn(key, operation, document);
    return { data, faulty: false };
  }

  private learn(key: string, { operationName }: Operation, document: DocumentNode): void {
    const seen = this.seen.get(key) ?? { runs: 0, program: undefined };
    this.seen.set(key, seen);
    seen.runs += 1;
    if (seen.program !== undefined || seen.runs < RUNS_BEFORE) return;
    seen.program = null;
    // Compiling takes milliseconds; the answer at hand does not wait for it.
    setImmediate(() => (seen.program = this.compile(document, operationName)));
  }

  private compile(document: DocumentNode, operationName: string | null | undefined): CompiledQuery | null {
    // Loaded for the first repeated query, with a hundred modules.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { compileQuery, isCompiledQuery } = require('graphql-jit') as typeof import('graphql-jit');
    const program = compileQuery(this.schema, document, operationName ?? undefined);
    return isCompiledQuery(program) ? program : null;
  }
}

async function runProgram(program: CompiledQuery, { variables }: Operation, context: RequestContext): Promise<Run> {
  const { errors, data } = await program.query(undefined, context, variables ?? {});
  if (errors) return { data: null, faulty: !errors.every(isExpected) };
  return { data: data as object, faulty: false };
}

/** An expected error, or a database that is briefly unavailable, does not mean that the program is faulty. */
const isExpected = ({ originalError }: GraphQLError) => originalError instanceof AppError;

function asksSchema(document: DocumentNode): boolean {
  let asks = false;
  visit(document, {
    [Kind.FIELD]: ({ name }) => {
      if (name.value === '__schema' || name.value === '__type') asks = true;
    },
  });
  return asks;
}
