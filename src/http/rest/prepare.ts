import type { GraphQLSchema } from 'graphql';
import { readFacts } from '../../graphql/operation-analysis';
import type { RestRow } from '../../shared/rest/route';
import { inputsOf, type Inputs } from './inputs';

/** A row, with what its operations say of it. */
export interface RestRoute extends RestRow {
  status: 200 | 201;
  inputs: Inputs;
  isMutation: boolean;
  /** All operations sign in or register: a token of the request plays no part. */
  signsIn: boolean;
  /** All operations sign out: they are never limited. */
  signsOut: boolean;
}

/** @throws Error for a row that does not fit the schema */
export function prepare(row: RestRow, schema: GraphQLSchema): RestRoute {
  const facts = row.operations.map((document) => readFacts(document, null));
  return {
    ...row,
    status: row.status ?? 200,
    inputs: inputsOf(schema, row),
    isMutation: facts.some((one) => one?.kind === 'mutation'),
    signsIn: facts.every((one) => one?.signsInOnly),
    signsOut: facts.every((one) => one?.signsOutOnly),
  };
}
