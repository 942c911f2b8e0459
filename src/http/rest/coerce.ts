import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import type { FieldFault } from '../../platform/errors/app-error';
import { idOfFormer } from '../../shared/former-id';
import { unspelled, type Spelling } from '../../shared/rest/spelling';
import { isJsonObject, type JsonObject } from '../server/json-body';

/*
 * Threats this file answers: an object or a list in place of text, which would reach a query as an operator. Each value gets
 * the shape of its GraphQL type before anything runs.
 */

/** How the values of a route are read, and the faults found so far. */
export interface Coercion {
  /** Unknown fields of objects are refused, and empty text is a value. */
  isStrict: boolean;
  faults: FieldFault[];
  spelling: Spelling;
}

const WHOLE = /^-?\d{1,10}$/;
const DECIMAL = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const LARGEST_INT = 2_147_483_647;

/**
 * The value as its GraphQL type takes it.
 *
 * @param path of the value on the wire
 * @returns undefined after a fault, which names the path and never the value
 */
export function coerce(value: unknown, type: GraphQLInputType, path: string, coercion: Coercion): unknown {
  const bare = getNullableType(type);
  if (value === null && !isNonNullType(type)) return null;
  if (isListType(bare)) return coerceList(value, bare.ofType, path, coercion);
  if (isInputObjectType(bare)) return coerceObject(value, bare, path, coercion);
  const refuse = (message: string) => void coercion.faults.push({ path, message });
  if (isEnumType(bare)) {
    const names = bare.getValues().map(({ name }) => name);
    const name = typeof value === 'string' ? names.find((one) => one === unspelled(value)) : undefined;
    return name ?? refuse(`must be one of ${names.map(coercion.spelling).join(', ')}`);
  }
  switch (bare.name) {
    case 'JSON':
      return value;
    case 'Int': {
      const number = numberOf(value, WHOLE);
      const fits = number !== null && Number.isInteger(number) && Math.abs(number) <= LARGEST_INT;
      return fits ? number : refuse('must be a whole number');
    }
    case 'Float':
      return numberOf(value, DECIMAL) ?? refuse('must be a number');
    case 'Boolean':
      return BOOLEANS.get(value) ?? refuse('must be true or false');
    case 'ID':
      return typeof value === 'string' ? (idOfFormer(value) ?? value) : refuse('must be text');
    case 'Date':
      return typeof value === 'string' ? value.replace(MIDNIGHT, '') : refuse('must be text');
    default:
      return typeof value === 'string' ? value : refuse('must be text');
  }
}

/** Records show days as their midnight in UTC, so clients that send a record back send that form. */
const MIDNIGHT = /(?<=^\d{4}-\d\d-\d\d)T00:00:00(\.000)?Z$/;

const BOOLEANS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  ['true', true],
  ['false', false],
]);

function numberOf(value: unknown, form: RegExp): number | null {
  const number = typeof value === 'string' && form.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function coerceList(value: unknown, type: GraphQLInputType, path: string, coercion: Coercion): unknown {
  if (Array.isArray(value)) return value.map((one: unknown, at) => coerce(one, type, `${path}.${at}`, coercion));
  coercion.faults.push({ path, message: 'must be a list' });
  return undefined;
}

function coerceObject(value: unknown, type: GraphQLInputObjectType, path: string, coercion: Coercion): unknown {
  if (!isJsonObject(value)) {
    coercion.faults.push({ path, message: 'must be an object' });
    return undefined;
  }
  const fields = Object.values(type.getFields());
  const names = fields.map(({ name }) => name);
  if (coercion.isStrict) coercion.faults.push(...unknownIn(value, names, path));
  const taken: Record<string, unknown> = {};
  for (const field of fields) {
    const { name } = field;
    const isRequired = isRequiredInputField(field);
    const one = given(value, name);
    if (one === undefined || (one === '' && !isRequired && !coercion.isStrict)) {
      if (isRequired) coercion.faults.push({ path: `${path}.${name}`, message: 'is required' });
      continue;
    }
    taken[name] = coerce(one, field.type, `${path}.${name}`, coercion);
  }
  return taken;
}

/** A value that the client sent, never one that every object inherits. */
export const given = (values: JsonObject, name: string): unknown =>
  Object.hasOwn(values, name) ? values[name] : undefined;

const NAME = /^[A-Za-z_]\w{0,39}$/;
/** The most unknown fields of one object that a response names. */
const UNKNOWN_MAX = 20;

/** An invalid name is not repeated: a form that is sent as the only key of a JSON object contains its password. */
export function unknownIn(values: JsonObject, known: readonly string[], at = ''): FieldFault[] {
  const unknown = Object.keys(values).filter((name) => !known.includes(name));
  const prefix = at && `${at}.`;
  return unknown
    .slice(0, UNKNOWN_MAX)
    .map((name) => ({ path: prefix + (NAME.test(name) ? name : '*'), message: 'is not a field of this request' }));
}
