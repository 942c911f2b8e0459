import { ERROR_CATALOGUE, type ErrorCode } from '../../platform/errors/codes';
import type { Problem } from '../server/problem';
import type { JsonSchema } from '../../shared/rest/json-schema';

const text = (description: string) => ({ description, schema: { type: 'string' } });
const count = (description: string) => ({ description, schema: { type: 'integer' } });

export const HEADERS = {
  'X-Request-Id': text(
    'Names the request in the gateway’s log; a client’s own of 8 to 64 of `A-Za-z0-9-` is taken over.',
  ),
  'X-Cache': { description: 'HIT where every cached read hit.', schema: { type: 'string', enum: ['HIT', 'MISS'] } },
  'X-Cache-Key': text('The Redis keys of the cached reads, comma-separated.'),
  'X-RateLimit-Limit': count('How many requests the tightest limit allows in its window.'),
  'X-RateLimit-Remaining': count('How many it still allows.'),
  'X-RateLimit-Reset': count('Seconds until its window ends.'),
  ETag: text('Names this very answer; send it as If-None-Match to be told whether it still holds.'),
  'X-Device-Token': text(
    'Keep it for this e-mail address and send it with later logins: they are then counted apart from strangers’ attempts.',
  ),
  Link: text(
    'The address of the next page, as `<address>; rel="next"`. It is absent on the last page and on a whole list.',
  ),
  'X-Total-Count': count('How many records the whole list has.'),
  'Retry-After': count('Seconds after which trying again makes sense.'),
  'WWW-Authenticate': text('`Bearer`.'),
} as const;

type HeaderName = keyof typeof HEADERS;

const headers = (...names: HeaderName[]): JsonSchema =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

const LIMITS: HeaderName[] = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'];

/** They come with an answer that consulted a cache, or a limit. */
export const SUCCESS_HEADERS = headers('X-Request-Id', 'X-Cache', 'X-Cache-Key', ...LIMITS);

export const ETAG_HEADER = headers('ETag');

/** They come with a list. */
export const PAGE_HEADERS = headers('Link', 'X-Total-Count');

/** It comes with a sign-in. */
export const DEVICE_HEADER = headers('X-Device-Token');

export const DEVICE_PARAMETER: JsonSchema = {
  name: 'X-Device-Token',
  in: 'header',
  required: false,
  description: 'What the last sign-in with this e-mail address answered in the header of this name.',
  schema: { type: 'string' },
};

const codes = Object.keys(ERROR_CATALOGUE) as ErrorCode[];

const PROPERTIES: Record<keyof Problem, JsonSchema> = {
  type: { type: 'string', format: 'uri-reference', description: 'The page of this kind of problem, at the gateway.' },
  title: { type: 'string', description: 'The kind of problem, in words.' },
  status: { type: 'integer', description: 'The HTTP status.' },
  detail: { type: 'string', description: 'What went wrong this time.' },
  code: { type: 'string', enum: codes, description: 'The kind of problem, for programs.' },
  requestId: { type: 'string', description: 'Names the request in the gateway’s log.' },
  message: { type: 'string', description: 'As `detail`.' },
  errors: {
    type: 'array',
    description: 'The fields that were refused, and why.',
    items: {
      type: 'object',
      properties: { path: { type: 'string' }, message: { type: 'string' } },
      required: ['path', 'message'],
    },
  },
};

export const PROBLEM_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'A failure, as RFC 9457 has it.',
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
      description: ERROR_CATALOGUE[code].title,
      headers: headers('X-Request-Id', ...(EXTRA_HEADERS[code] ?? [])),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]),
);
