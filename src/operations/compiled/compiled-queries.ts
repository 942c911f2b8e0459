import { Kind, parse, visit, type DocumentNode, type GraphQLError, type GraphQLSchema } from 'graphql';
import type { CompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import type { RequestContext } from '../../shared/request-context';
import { AppError } from '../../platform/errors/app-error';

/*
 * Threats this file answers: compiling is expensive, so only queries that Apollo has run twice without an error are
 * compiled, and the number of programs is bounded. If a program meets an error, Apollo runs the query again, and clients get
 * Apollo's errors.
 */

const PROGRAMS = 500;
/** Runs of an operation before it is worth a program. */
const RUNS_BEFORE = 2;

interface Seen {
  runs: number;
  /** Null where the operation cannot be compiled. */
  program: CompiledQuery | null | undefined;
}

/** `faulty`: the program met an error that no resolver may throw, so the program itself may be wrong. */
type Run = { data: object; faulty: false } | { data: null; faulty: boolean };

/** An operation of a document, as sent. */
export interface Operation {
  query: string;
  operationName: string | null | undefined;
  variables: Record<string, unknown> | null | undefined;
}

/** Compiled programs for queries that are repeated with different variables or on changing data. */
export class CompiledQueries {
  private readonly seen = new LRUCache<string, Seen>({ max: PROGRAMS });

  constructor(private readonly schema: GraphQLSchema) {}

  /** @returns the complete data; null without a program, or if it met an error */
  async run({ query, operationName, variables }: Operation, context: RequestContext): Promise<Run> {
    const program = this.seen.get(keyOf(query, operationName))?.program;
    if (!program) return { data: null, faulty: false };
    const { errors, data } = await program.query(undefined, context, variables ?? {});
    if (errors) return { data: null, faulty: !errors.every(isExpected) };
    return { data: data as object, faulty: false };
  }

  /** Call this after Apollo has run a query without an error. */
  learn({ query, operationName }: Operation): void {
    const key = keyOf(query, operationName);
    const seen = this.seen.get(key) ?? { runs: 0, program: undefined };
    this.seen.set(key, seen);
    seen.runs += 1;
    if (seen.program !== undefined || seen.runs < RUNS_BEFORE) return;
    seen.program = null;
    // Compiling takes milliseconds; the answer at hand does not wait for it.
    setImmediate(() => (seen.program = this.compile(query, operationName)));
  }

  /** Call this when a faulty program has failed and Apollo has not: the program would fail again. */
  distrust({ query, operationName }: Operation): void {
    this.seen.set(keyOf(query, operationName), { runs: RUNS_BEFORE, program: null });
  }

  private compile(query: string, operationName: string | null | undefined): CompiledQuery | null {
    const document = parse(query);
    if (asksSchema(document)) return null;
    // Loaded for the first repeated query, with a hundred modules.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { compileQuery, isCompiledQuery } = require('graphql-jit') as typeof import('graphql-jit');
    const program = compileQuery(this.schema, document, operationName ?? undefined);
    return isCompiledQuery(program) ? program : null;
  }
}

/** An expected error, or a database that is briefly unavailable, does not mean that the program is faulty. */
const isExpected = ({ originalError }: GraphQLError) => originalError instanceof AppError;

const keyOf = (query: string, operationName: string | null | undefined) => `${operationName ?? ''}\n${query}`;

/** Questions about the schema are rare and long; they stay with Apollo. */
function asksSchema(document: DocumentNode): boolean {
  let asks = false;
  visit(document, {
    [Kind.FIELD]: ({ name }) => {
      if (name.value === '__schema' || name.value === '__type') asks = true;
    },
  });
  return asks;
}
