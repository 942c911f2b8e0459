import type { GraphQLSchema } from 'graphql';
import { analyzeStored } from '../../graphql/operation-analysis';
import type { RestRoute } from '../../shared/rest/route';
import { inputsOf, type Inputs } from './inputs';

/** A route, and what the schema says about its operations. */
export interface PreparedRoute extends RestRoute {
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

/** @throws Error for a route that does not fit the schema */
export function prepare(route: RestRoute, schema: GraphQLSchema): PreparedRoute {
  const analyses = route.operations.map((document) => analyzeStored(schema, document));
  const queries = route.operations.filter((_, at) => analyses[at]?.kind === 'query');
  return {
    ...route,
    status: route.status ?? 200,
    inputs: inputsOf(schema, route),
    queries: new Set(queries),
    isMutation: queries.length < route.operations.length,
    signsIn: analyses.every(({ signsInOnly }) => signsInOnly),
    signsOut: analyses.every(({ signsOutOnly }) => signsOutOnly),
  };
}
