import fc from 'fast-check';
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLNamedType,
} from 'graphql';
import { createSchema } from '../../../src/graphql/schema';
import { LEGACY_ROUTES } from '../../../src/http/legacy/routes';
import { MARKER } from '../../support/bad-input';
import { Documents, type FieldName } from './documents';

/*
 * What a stranger may send. The marker stands in values only: names are the schema's, and errors may repeat them.
 */

const schema = createSchema();
const documents = new Documents(schema);
const roots = documents.roots();
const names = [...new Set([...documents.fields(), ...roots].flatMap((name) => name.split('.')))];

/** They end the sessions of whoever asks, and make what comes after them less interesting. */
const ENDING = ['logout', 'logoutEverywhere', 'revokeSession', 'changePassword'];

const HOSTILE = [
  '',
  ' ',
  '\uFB2C'.repeat(60),
  '%00',
  '%',
  "' OR 1=1; --",
  '../../etc/passwd',
  '${7*7}',
  '__proto__',
  'constructor',
  '2026-01-01T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  '018f0000-0000-7000-8000-000000000000',
  'a@example.org',
  'Europe/Berlin',
  'x'.repeat(6_000),
];

/** Text of any kind, often with the marker in it. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constant(MARKER), weight: 1 },
  { arbitrary: fc.constantFrom(...HOSTILE), weight: 2 },
  { arbitrary: fc.constantFrom(...HOSTILE).map((hostile) => MARKER + hostile), weight: 2 },
  // What databases cannot keep.
  { arbitrary: fc.constantFrom('\0', 'a\0', `${MARKER}\uD83C`), weight: 2 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 40 }).map((any) => any + MARKER), weight: 1 },
  { arbitrary: fc.string({ maxLength: 40 }), weight: 1 },
);

const scalar = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, -1, 0, 101, 2 ** 31, 2 ** 53, 1e308),
);

const key = fc.constantFrom(...names, 'input', '__proto__', 'constructor', 'toString', '');

/** Any JSON value; its keys are names of the schema and of JavaScript. */
export const json: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries) as unknown),
  ),
})).value;

/** A value that fits its type more often than not. */
function valueOf(type: GraphQLInputType): fc.Arbitrary<unknown> {
  const plain = getNullableType(type);
  if (isListType(plain)) return fc.array(valueOf(plain.ofType), { maxLength: 3 });
  return fc.oneof({ arbitrary: fittingValue(plain), weight: 5 }, { arbitrary: json, weight: 1 });
}

function fittingValue(type: GraphQLInputType): fc.Arbitrary<unknown> {
  if (isInputObjectType(type)) {
    const fields = Object.entries(type.getFields()).map(([name, field]) => [name, valueOf(field.type)] as const);
    return fc.record(Object.fromEntries(fields), { requiredKeys: fields.slice(1).map(([name]) => name) });
  }
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name));
  switch (getNamedType(type).name) {
    case 'Int':
      return fc.integer({ min: -2, max: 120 });
    case 'Boolean':
      return fc.boolean();
    case 'DateTime':
      return fc
        .date({ noInvalidDate: false })
        .map((date) => (Number.isNaN(Number(date)) ? MARKER : date.toISOString()));
    default:
      return text;
  }
}

const argsOf = (root: FieldName): readonly GraphQLArgument[] => {
  const [type = '', name = ''] = root.split('.');
  const owner = schema.getType(type);
  return isObjectType(owner) ? (owner.getFields()[name]?.args ?? []) : [];
};

const isEnding = (root: FieldName) => ENDING.includes(root.split('.')[1] ?? '');

/** A document that is right, with variables that may not be. */
export const operation: fc.Arbitrary<{ query: string; variables: Record<string, unknown> }> = fc
  .constantFrom(...Array.from({ length: 4 }, () => roots.filter((root) => !isEnding(root))).flat(), ...roots)
  .chain((root) => {
    const values = argsOf(root).map((arg) => [arg.name, valueOf(arg.type)] as const);
    const query = documents.whole(root, Object.fromEntries(values));
    return fc.record(Object.fromEntries(values), { requiredKeys: [] }).map((variables) => ({ query, variables }));
  });

const literal = fc.oneof(
  text.map((any) => JSON.stringify(any)),
  fc.constantFrom(`"""${MARKER}"""`, MARKER, `"${MARKER}`, `{ id: "${MARKER}" }`, `["${MARKER}"]`, '$input', '$id'),
  fc.constantFrom(
    'null',
    'true',
    '0',
    '-1',
    '101',
    '1e400',
    '99999999999999999999',
    '1.5',
    '"\\u{110000}"',
    '"\\uD83C"',
  ),
);

/** Tokens of GraphQL and names of the schema in any order. */
const soup = fc
  .array(
    fc.oneof(
      { arbitrary: fc.constantFrom(...names), weight: 5 },
      { arbitrary: fc.constantFrom(...'{}()[]:!=|&@$'.split(''), '...', '#', '"', '"""', ','), weight: 5 },
      {
        arbitrary: fc.constantFrom('query', 'mutation', 'subscription', 'fragment', 'on', '__schema', '__type'),
        weight: 2,
      },
      { arbitrary: fc.string({ unit: 'binary', maxLength: 5 }), weight: 1 },
    ),
    { maxLength: 60 },
  )
  .map((tokens) => tokens.join(' '));

function pick<T>(g: fc.GeneratorValue, choices: readonly T[]): T {
  const choice = choices[g(fc.nat, { max: choices.length - 1 })];
  if (choice === undefined) throw new Error('nothing to choose from');
  return choice;
}

/** One time in so many. */
const seldom = (g: fc.GeneratorValue, times: number): boolean => g(fc.nat, { max: times - 1 }) === 0;

/** A selection that mostly fits the schema, some levels down. */
function selection(g: fc.GeneratorValue, type: GraphQLNamedType, levels: number): string {
  const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
  const parts = ['__typename'];
  for (let count = g(fc.nat, { max: 3 }); count > 0 && fields.length > 0; count -= 1) {
    const field = pick(g, fields);
    if (ENDING.includes(field.name) && !seldom(g, 10)) continue;
    const inner = getNamedType(field.type);
    const isDeep = isCompositeType(inner) !== seldom(g, 30);
    if (isDeep && levels === 0) continue;
    const alias = seldom(g, 3) ? `${pick(g, names)}: ` : '';
    const args = field.args.filter((arg) => isNonNullType(arg.type) !== seldom(g, 3));
    const given = args.map((arg) => `${arg.name}: ${argument(g, arg.type)}`).join(' ');
    const directive = seldom(g, 12) ? pick(g, DIRECTIVES) : '';
    const below = isDeep ? selection(g, inner, levels - 1) : '';
    parts.push(`${alias}${field.name}${given && `(${given})`} ${directive} ${below}`);
  }
  if (isAbstractType(type) && levels > 0) {
    const kind = pick(g, schema.getPossibleTypes(type));
    parts.push(`... on ${kind.name} ${selection(g, kind, levels - 1)}`);
  }
  return `{ ${parts.join(' ')} }`;
}

const DIRECTIVES = ['@include(if: true)', '@skip(if: true)', `@skip(if: "${MARKER}")`, '@rateLimit', '@deprecated'];

const argument = (g: fc.GeneratorValue, type: GraphQLInputType): string =>
  seldom(g, 6) ? g(() => literal) : toLiteral(g(() => fittingValue(getNullableType(type))));

function toLiteral(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toLiteral).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  return `{ ${Object.entries(value)
    .map(([name, inner]) => `${name}: ${toLiteral(inner)}`)
    .join(' ')} }`;
}

/**
 * From noise to what the schema might answer; the variables `id` and `input` may be asked for. The number is there because
 * a generator leaves the source of chance as it was: two in a row would be the same.
 */
export const document: fc.Arbitrary<string> = fc.tuple(fc.integer(), fc.gen()).map(([, g]) => {
  if (seldom(g, 5)) return g(() => soup);
  const kind = seldom(g, 4) ? 'mutation' : 'query';
  const type = kind === 'mutation' ? schema.getMutationType() : schema.getQueryType();
  const body = type ? selection(g, type, 1 + g(fc.nat, { max: 6 })) : '';
  const id = body.includes('$id') ? '$id: ID!' : '';
  const input = body.includes('$input') ? '$input: LoginInput!' : '';
  return `${kind} ${id || input ? `(${id} ${input})` : ''} ${body}`;
});

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
  'course',
  'from',
  'to',
  'trainerId',
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
  ...LEGACY_ROUTES.map(({ path }) => path),
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
  .map(([path, id, tail, query]) => `${path.replace(':id', id)}${tail}${query && `?${query}`}`);

/** A field of a REST body as its route knows it, with values of any kind. */
export const legacyBody: fc.Arbitrary<[path: string, body: unknown]> = fc
  .constantFrom(...LEGACY_ROUTES.filter(({ method }) => method === 'POST'))
  .chain(({ path, body }) => {
    const fields = (body ?? []).map((name) => [name, fc.oneof(text, scalar, json)] as const);
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

/** Bytes of any kind, or JSON with a few of its bytes changed. */
export const bytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.tuple(json, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 3 })).map(([value, changes]) => {
    const valid = Buffer.from(JSON.stringify({ query: '{ me { id } }', variables: value }));
    for (const [at, byte] of changes) valid[at % valid.length] = byte;
    return valid;
  }),
  fc
    .constantFrom('['.repeat(50_000), '{"a":'.repeat(5_000), `{"query":"${'{a'.repeat(4_000)}"}`, ' '.repeat(200_000))
    .map((any) => Buffer.from(any)),
);
