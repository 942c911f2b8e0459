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
import { MARKER } from '../../support/bad-input';
import type { FieldName } from '../../support/rights';
import { documents, json, names, roots, schema, text } from './noise';

/** They end the sessions of whoever asks, and make what comes after them less interesting. */
const ENDING = ['logout', 'logoutEverywhere', 'revokeSession', 'changePassword'];

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
