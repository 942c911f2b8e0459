import { ERROR_CATALOG, type ErrorCode } from '../../platform/errors/codes';
import type { Problem } from '../server/problem';
import type { JsonSchema } from '../../shared/rest/json-schema';

const text = (description: string) => ({ description, schema: { type: 'string' } });
const count = (description: string) => ({ description, schema: { type: 'integer' } });

export const HEADERS = {
  'X-Request-Id': text(
    'The request’s id in the gateway’s log. A client’s own id of 8 to 64 characters of `A-Za-z0-9-` is used.',
  ),
  'X-Cache': {
    description: '`HIT` if every cached read was a hit.',
    schema: { type: 'string', enum: ['HIT', 'MISS'] },
  },
  'X-Cache-Key': text('The Redis keys of the cached reads, comma-separated.'),
  'X-RateLimit-Limit': count('The number of requests that the tightest limit allows in its window.'),
  'X-RateLimit-Remaining': count('The number of requests that it still allows.'),
  'X-RateLimit-Reset': count('Seconds until its window ends.'),
  ETag: text('The version of this response. Send it as If-None-Match to get a 304 while it is unchanged.'),
  'X-Device-Token': text(
    'Store it for this e-mail address, and send it with later logins. They then have their own rate limit.',
  ),
  Link: text(
    'The URL of the next page, as `<url>; rel="next"`. It is absent on the last page and on a whole list. A list longer than `GRAPHQL_MAX_ROWS` ends there, and goes on in pages.',
  ),
  'X-Total-Count': count('The number of records in the whole list.'),
  'Retry-After': count('Seconds to wait before a retry.'),
  'WWW-Authenticate': text('`Bearer`.'),
} as const;

type HeaderName = keyof typeof HEADERS;

const headers = (...names: HeaderName[]): JsonSchema =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

const LIMITS: HeaderName[] = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'];

/** Headers of a response that read the cache or counted against a limit. */
export const SUCCESS_HEADERS = headers('X-Request-Id', 'X-Cache', 'X-Cache-Key', ...LIMITS);

export const ETAG_HEADER = headers('ETag');

/** Headers of a list. */
export const PAGE_HEADERS = headers('Link', 'X-Total-Count');

/** Header of a sign-in. */
export const DEVICE_HEADER = headers('X-Device-Token');

export const DEVICE_PARAMETER: JsonSchema = {
  name: 'X-Device-Token',
  in: 'header',
  required: false,
  description: 'The value of this header in the response to the last sign-in with this e-mail address.',
  schema: { type: 'string' },
};

const codes = Object.keys(ERROR_CATALOG) as ErrorCode[];

const PROPERTIES: Record<keyof Problem, JsonSchema> = {
  type: {
    type: 'string',
    format: 'uri-reference',
    description: 'The page of this kind of problem. Resolve it against the URL of the request.',
  },
  title: { type: 'string', description: 'The kind of problem, for people.' },
  status: { type: 'integer', description: 'The HTTP status.' },
  detail: { type: 'string', description: 'What went wrong, and what to do.' },
  code: { type: 'string', enum: codes, description: 'The kind of problem, for programs.' },
  requestId: { type: 'string', description: 'The request’s id in the gateway’s log.' },
  message: { type: 'string', description: 'The same as `detail`.' },
  errors: {
    type: 'array',
    description: 'The refused fields, with reasons.',
    items: {
      type: 'object',
      properties: { path: { type: 'string' }, message: { type: 'string' } },
      required: ['path', 'message'],
    },
  },
};

export const PROBLEM_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'An error, as defined by RFC 9457.',
  properties: PROPERTIES,
  required: Object.keys(PROPERTIES).filter((name) => name !== 'errors'),
};

const EXTRA_HEADERS: Partial<Record<ErrorCode, HeaderName[]>> = {
  UNAUTHENTICATED: ['WWW-Authenticate'],
  RATE_LIMITED: ['Retry-After', ...LIMITS],
  SERVICE_UNAVAILABLE: ['Retry-After'],
};

export const ERROR_RESPONSES: JsonSchema = Object.fromEntries(
  codes.map((code) => [
    code,
    {
      description: ERROR_CATALOG[code].title,
      headers: headers('X-Request-Id', ...(EXTRA_HEADERS[code] ?? [])),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]),
);
