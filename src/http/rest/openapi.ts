import type { GraphQLSchema } from 'graphql';
import { ERROR_CATALOG, type ErrorCode } from '../../platform/errors/codes';
import type { JsonSchema } from '../../shared/rest/json-schema';
import type { Describing } from '../../shared/rest/wire';
import {
  DEVICE_HEADER,
  DEVICE_PARAMETER,
  ERROR_RESPONSES,
  ETAG_HEADER,
  HEADERS,
  PAGE_HEADERS,
  PROBLEM_SCHEMA,
  SUCCESS_HEADERS,
} from './openapi.answers';
import { parameterOf, requestBodyOf } from './openapi.inputs';
import type { PreparedRoute } from './prepare';

/** The OpenAPI 3.1 document, made from the routes and operations that serve the requests. */
export function openApiOf(routes: readonly PreparedRoute[], schema: GraphQLSchema, version: string): object {
  const paths = new Map<string, object>();
  const schemas = new Map<string, JsonSchema>();
  const describing = { schema, component: keeping(schemas) };
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths.set(path, { ...paths.get(path), [route.method.toLowerCase()]: operationOf(route, describing) });
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'STMS Gateway, REST',
      version,
      description:
        'REST routes for clients of the former system. They run the same operations, limits and caches as `POST /graphql`.',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      headers: headersOf(routes),
      responses: ERROR_RESPONSES,
      schemas: { ...Object.fromEntries(schemas), Problem: PROBLEM_SCHEMA },
    },
  };
}

/** Page headers only where a route has pages: every component is used. */
function headersOf(routes: readonly PreparedRoute[]): JsonSchema {
  if (routes.some(({ isPaged }) => isPaged)) return HEADERS;
  return Object.fromEntries(Object.entries(HEADERS).filter(([name]) => !(name in PAGE_HEADERS)));
}

/** @throws Error if two schemas have one name */
const keeping =
  (schemas: Map<string, JsonSchema>): Describing['component'] =>
  (name, schema) => {
    const known = schemas.get(name);
    if (known && JSON.stringify(known) !== JSON.stringify(schema))
      throw new Error(`${name} has two forms on the wire: give each a fragment of its own`);
    schemas.set(name, schema);
    return { $ref: `#/components/schemas/${name}` };
  };

function operationOf(route: PreparedRoute, describing: Describing): JsonSchema {
  const { params, query, body, isStrict } = route.inputs;
  const parameters = [...params, ...query].map(parameterOf);
  if (maySignIn(route)) parameters.push(DEVICE_PARAMETER);
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [route.path.split('/').find((part) => part !== '' && part !== 'api' && part !== 'auth')],
    ...(route.signsIn && { security: [] }),
    ...(route.isTokenOptional && { security: [{}, { bearer: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body?.length && { requestBody: requestBodyOf(body, isStrict) }),
    responses: { ...successes(route, describing), ...failures(route) },
  };
}

function successes(route: PreparedRoute, describing: Describing): JsonSchema {
  const { method, status, summary, isPaged } = route;
  const content = { 'application/json': { schema: route.describe(describing) } };
  if (method !== 'GET') {
    const headers = { ...SUCCESS_HEADERS, ...(maySignIn(route) && DEVICE_HEADER) };
    return { [status]: { description: summary, headers, content } };
  }
  const headers = { ...SUCCESS_HEADERS, ...ETAG_HEADER, ...(isPaged && PAGE_HEADERS) };
  return {
    [status]: { description: summary, headers, content },
    304: { description: 'Unchanged since the version in If-None-Match.', headers: ETAG_HEADER },
  };
}

/** Needs no token, and may give one. */
const maySignIn = ({ signsIn, isTokenOptional }: PreparedRoute): boolean => signsIn || isTokenOptional === true;

/** The failures of any route, of routes of this kind, and of this route. */
function failures(route: PreparedRoute): JsonSchema {
  const { inputs, roles, refuses = [], failsWith = {} } = route;
  const codes: ErrorCode[] = ['BAD_REQUEST', 'BAD_USER_INPUT', 'RATE_LIMITED'];
  if (!maySignIn(route)) codes.push('UNAUTHENTICATED');
  if (roles) codes.push('FORBIDDEN');
  if (inputs.body) codes.push('PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE');
  if (inputs.params.length > 0) codes.push('NOT_FOUND');
  codes.push('INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE');
  const statuses = codes.map((code): [number, ErrorCode] => [ERROR_CATALOG[code].status, code]);
  statuses.push(...refuses.map((code): [number, ErrorCode] => [failsWith[code] ?? ERROR_CATALOG[code].status, code]));
  const responses = new Map<number, JsonSchema>();
  for (const [status, code] of statuses) {
    if (!responses.has(status)) responses.set(status, { $ref: `#/components/responses/${code}` });
  }
  return Object.fromEntries(responses);
}
