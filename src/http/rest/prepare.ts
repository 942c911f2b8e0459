import type { GraphQLSchema } from 'graphql';
import { analyzeStored } from '../../graphql/operation-analysis';
import type { RestRow } from '../../shared/rest/route';
import { inputsOf, type Inputs } from './inputs';

/** A row with what the schema knows about its operations. */
export interface RestRoute extends RestRow {
  status: 200 | 201;
  inputs: Inputs;
  /** The texts of those operations that only read. */
  queries: ReadonlySet<string>;
  isMutation: boolean;
  /** All operations sign in or register: the request's token is ignored. */
  signsIn: boolean;
  /** All operations sign out: no limit counts the request. */
  signsOut: boolean;
}

/** @throws Error for a row that does not fit the schema */
export function prepare(row: RestRow, schema: GraphQLSchema): RestRoute {
  const analyses = row.operations.map((document) => analyzeStored(schema, document));
  const queries = row.operations.filter((_, at) => analyses[at]?.kind === 'query');
  return {
    ...row,
    status: row.status ?? 200,
    inputs: inputsOf(schema, row),
    queries: new Set(queries),
    isMutation: queries.length < row.operations.length,
    signsIn: analyses.every(({ signsInOnly }) => signsInOnly),
    signsOut: analyses.every(({ signsOutOnly }) => signsOutOnly),
  };
}
