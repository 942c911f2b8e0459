import fc from 'fast-check';
import { REST_ROUTES } from '../../../src/app/features';
import { MARKER } from '../../support/bad-input';
import { json, scalar, text } from './noise';

/** Half a surrogate pair cannot be written in UTF-8; a replacement stands for it. */
export const percentEncoded = text.map((any) => encodeURIComponent(Buffer.from(any).toString()));
const rawSegment = fc.constantFrom(
  '%zz',
  '%ff',
  '%2e%2e',
  '..',
  '//',
  '%00',
  ';',
  '?',
  '&=',
  '[]',
  `%${MARKER}`,
  '%E2%82',
  '\u00ff',
);
const parameterNames = [
  'limit',
  'after',
  'search',
  'branch',
  'from',
  'to',
  'trainerId',
  'courseId',
  'date',
  'year',
  'timeZone',
  'query',
  'variables',
  'operationName',
  'extensions',
  'limit[]',
  '__proto__',
];

const queryString = fc
  .array(fc.tuple(fc.constantFrom(...parameterNames), fc.oneof(percentEncoded, rawSegment)), { maxLength: 4 })
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));

const knownPaths = [
  ...REST_ROUTES.map(({ path }) => path),
  '/graphql',
  '/api/openapi.json',
  '/docs/errors/:id',
  '/:id',
  '/explorer',
];

/** An address that is known, or almost. */
export const target: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...knownPaths),
    fc.oneof(percentEncoded, rawSegment),
    fc.constantFrom('', '', '', '/', '//', '%00'),
    queryString,
  )
  .map(([path, id, tail, query]) => `${path.replace(/:\w+/, () => id)}${tail}${query && `?${query}`}`);

/** A field of a REST body as its route knows it, with values of any kind. */
export const legacyBody: fc.Arbitrary<[path: string, body: unknown]> = fc
  .constantFrom(...REST_ROUTES.filter(({ method }) => method === 'POST'))
  .chain(({ path, variables }) => {
    const fields = Object.keys(variables['input'] ?? {}).map((name) => [name, fc.oneof(text, scalar, json)] as const);
    const record = fc.record(Object.fromEntries(fields), { requiredKeys: [] });
    return fc.tuple(fc.constant(path), fc.oneof({ arbitrary: record, weight: 4 }, { arbitrary: json, weight: 1 }));
  });

const HEADERS = [
  'accept',
  'accept-encoding',
  'accept-language',
  'authorization',
  'content-type',
  'content-encoding',
  'cookie',
  'expect',
  'forwarded',
  'if-none-match',
  'origin',
  'range',
  'referer',
  'te',
  'upgrade',
  'user-agent',
  'x-cache-explain',
  'x-device-token',
  'x-forwarded-for',
  'x-http-method-override',
  'x-requested-with',
];
const headerValues = [
  '*/*',
  'text/html',
  'application/json',
  'application/graphql-response+json',
  'gzip, br',
  'Bearer ',
  `Bearer ${MARKER}`,
  'Basic eDp5',
  '100-continue',
  'websocket',
  '1',
  '*',
  '"a", W/"b"',
  'null',
  '127.0.0.1',
  'a=b; a=b',
];

/** What may stand in a header at all. */
const headerText = (any: string) => any.replace(/[^\x20-\x7e\x80-\xff]/g, '').trim();

/** Headers that mean something, with values that may not. */
export const headers: fc.Arbitrary<[string, string][]> = fc.array(
  fc.tuple(fc.constantFrom(...HEADERS), fc.oneof(fc.constantFrom(...headerValues), text.map(headerText))),
  { maxLength: 5 },
);
