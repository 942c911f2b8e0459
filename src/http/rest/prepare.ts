import type { GraphQLSchema } from 'graphql';
import { analyzeStored, rolesOf } from '../../graphql/operation-analysis';
import type { RestRoute } from '../../shared/rest/route';
import type { Role } from '../../shared/role';
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
  /** The roles that may use some of what the route is for: its mutations, or else its queries. Null for all roles. */
  roles: ReadonlySet<Role> | null;
  /** The user's limit does not count the request. */
  isUncounted: boolean;
}

/** @throws Error for a route that does not fit the schema */
export function prepare(route: RestRoute, schema: GraphQLSchema): PreparedRoute {
  const analyses = route.operations.map((document) => analyzeStored(schema, document));
  const queries = route.operations.filter((_, at) => analyses[at]?.kind === 'query');
  const mutations = route.operations.filter((_, at) => analyses[at]?.kind === 'mutation');
  return {
    ...route,
    status: route.status ?? 200,
    inputs: inputsOf(schema, route),
    queries: new Set(queries),
    isMutation: mutations.length > 0,
    roles: rolesOf(schema, mutations.length > 0 ? mutations : queries),
    signsIn: analyses.every(({ signsInOnly }) => signsInOnly),
    isUncounted: analyses.every(({ isUncounted }) => isUncounted),
  };
}
