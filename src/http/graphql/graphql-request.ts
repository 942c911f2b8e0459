import type { FastifyRequest } from 'fastify';
import { AppError } from '../../platform/errors/app-error';
import { isJsonObject, parseJson, type JsonObject } from '../server/json-body';
import { isRead } from '../server/reads';

/** A GraphQL request as it was sent. Only the types of its parts have been checked. */
export interface GraphqlRequest {
  query: string | undefined;
  operationName: string | null | undefined;
  variables: JsonObject | null | undefined;
  extensions: JsonObject | null | undefined;
}

/** @throws AppError BAD_REQUEST that names the part with the wrong type */
export function readGraphqlRequest(request: FastifyRequest): GraphqlRequest {
  return isRead(request) ? fromQueryString(request.query) : fromBody(parseBody(request.body));
}

const parseBody = (body: unknown): unknown => (typeof body === 'string' ? parseJson(body, 'The body') : undefined);

function fromBody(body: unknown): GraphqlRequest {
  if (Array.isArray(body))
    throw new AppError('BAD_REQUEST', 'Send one operation per request. Batches are not supported.');
  if (!isJsonObject(body)) throw new AppError('BAD_REQUEST', 'The body must be a JSON object.');
  return check(body);
}

function fromQueryString(params: unknown): GraphqlRequest {
  const { variables, extensions, ...rest } = isJsonObject(params) ? params : {};
  const parsed = (name: string, value: unknown) =>
    typeof value === 'string' && value !== '' ? parseJson(value, `The parameter ${name}`) : undefined;
  return check({ ...rest, variables: parsed('variables', variables), extensions: parsed('extensions', extensions) });
}

function check({ query, operationName, variables, extensions }: JsonObject): GraphqlRequest {
  return {
    query: optionalText('query', query) ?? undefined,
    operationName: optionalText('operationName', operationName),
    variables: optionalObject('variables', variables),
    extensions: optionalObject('extensions', extensions),
  };
}

function optionalText(name: string, value: unknown): string | null | undefined {
  if (value === undefined || value === null || typeof value === 'string') return value;
  throw new AppError('BAD_REQUEST', `${name} must be a string.`);
}

function optionalObject(name: string, value: unknown): JsonObject | null | undefined {
  if (value === undefined || value === null || isJsonObject(value)) return value;
  throw new AppError('BAD_REQUEST', `${name} must be a JSON object.`);
}
