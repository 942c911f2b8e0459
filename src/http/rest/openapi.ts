import { Kind, parse, type GraphQLSchema } from 'graphql';
import { ERROR_CATALOGUE, type ErrorCode } from '../../platform/errors/codes';
import type { Input } from './inputs';
import { fieldSchema, fragmentSchema, leafSchema, type JsonSchema } from './json-schema';
import {
  DEVICE_HEADER,
  DEVICE_PARAMETER,
  ERROR_RESPONSES,
  ETAG_HEADER,
  HEADERS,
  PROBLEM_SCHEMA,
  SUCCESS_HEADERS,
} from './openapi.answers';
import type { PreparedRoute } from './rest.transport';

/** The OpenAPI 3.1 document of the REST door, made of the same rows and operations that answer the requests. */
export function openApiOf(routes: readonly PreparedRoute[], schema: GraphQLSchema, version: string): object {
  const paths = new Map<string, object>();
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths.set(path, { ...paths.get(path), [route.method.toLowerCase()]: operationOf(route) });
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'STMS Gateway, REST door',
      version,
      description: 'For legacy clients. The same operations, limits and caches as `POST /graphql`.',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      headers: HEADERS,
      responses: ERROR_RESPONSES,
      schemas: { ...recordSchemas(routes, schema), Problem: PROBLEM_SCHEMA },
    },
  };
}

function operationOf(route: PreparedRoute): JsonSchema {
  const { params, query, body } = route.inputs;
  const parameters = [
    ...params.map((input) => parameter(input, 'path')),
    ...query.map((one) => parameter(one, 'query')),
    ...(route.analysis.signsInOnly ? [DEVICE_PARAMETER] : []),
  ];
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [route.path.split('/')[3]],
    ...(route.analysis.signsInOnly && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body?.length && { requestBody: requestBody(body) }),
    responses: { ...successes(route), ...failures(route) },
  };
}

const parameter = ({ name, field, isRequired }: Input, where: 'path' | 'query'): JsonSchema => ({
  name,
  in: where,
  required: isRequired,
  ...(field.description && { description: field.description }),
  schema: { ...leafSchema(field.type), ...(field.defaultValue !== undefined && { default: field.defaultValue }) },
});

function requestBody(fields: readonly Input[]): JsonSchema {
  const properties = fields.map(({ name, field: { type, description } }) => [
    name,
    { ...fieldSchema(type), ...(description && { description }) },
  ]);
  const schema = {
    type: 'object',
    properties: Object.fromEntries(properties) as JsonSchema,
    required: fields.filter(({ isRequired }) => isRequired).map(({ name }) => name),
    additionalProperties: false,
  };
  return { required: true, content: { 'application/json': { schema } } };
}

function successes({ method, status, summary, shape, analysis }: PreparedRoute): JsonSchema {
  const schema = { type: 'object', properties: shape, required: Object.keys(shape) };
  const content = { 'application/json': { schema } };
  if (method === 'POST') {
    const headers = { ...SUCCESS_HEADERS, ...(analysis.signsInOnly && DEVICE_HEADER) };
    return { [status]: { description: summary, headers, content } };
  }
  return {
    [status]: { description: summary, headers: { ...SUCCESS_HEADERS, ...ETAG_HEADER }, content },
    304: { description: 'Still what the ETag in If-None-Match names.', headers: ETAG_HEADER },
  };
}

/** What any route may answer, what its kind may, and what only it does. */
function failures(route: PreparedRoute): JsonSchema {
  const codes: ErrorCode[] = ['BAD_REQUEST', 'BAD_USER_INPUT', 'RATE_LIMITED'];
  if (!route.analysis.signsInOnly) codes.push('UNAUTHENTICATED');
  if (route.body) codes.push('PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE');
  codes.push(...(route.refuses ?? []), 'INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE');
  return Object.fromEntries(
    codes.map((code) => [ERROR_CATALOGUE[code].status, { $ref: `#/components/responses/${code}` }]),
  );
}

function recordSchemas(routes: readonly PreparedRoute[], schema: GraphQLSchema): JsonSchema {
  const fragments = routes
    .flatMap(({ document }) => parse(document).definitions)
    .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragmentSchema(schema, fragment)]));
}
