import { getNamedType } from 'graphql';
import { AppError, type FieldFault } from '../../platform/errors/app-error';
import type { Input, Inputs } from './inputs';
import type { Variables } from './route';

/*
 * Threats this file answers:
 * - A field that is accepted and ignored, so that a misspelt one fails in silence: unknown ones are refused by name.
 * - A form sent as JSON's only key, password and all: what does not look like a name is not repeated.
 */

interface Asked {
  params: unknown;
  query: unknown;
  body: unknown;
}

type Values = Readonly<Record<string, unknown>>;

const NAME = /^[A-Za-z_]\w{0,39}$/;
/** More faults than this help nobody. */
const MAX_UNKNOWN = 20;

/**
 * The operation's variables; whether their values are any good is for the operation to say.
 *
 * @throws AppError BAD_REQUEST for a body that is no JSON object; BAD_USER_INPUT naming every unknown, missing or
 * misshapen field
 */
export function variablesOf(inputs: Inputs, { params, query, body }: Asked): Variables {
  const faults: FieldFault[] = [];
  const variables: Variables = {};
  for (const { name } of inputs.params) variables[name] = recordOf(params)[name];
  takeQuery(inputs.query, recordOf(query), variables, faults);
  if (inputs.body) {
    const isNeeded = inputs.body.length > 0;
    const input = takeBody(inputs.body, bodyOf(body, isNeeded), faults);
    if (isNeeded) variables['input'] = input;
  }
  if (faults.length > 0) throw new AppError('BAD_USER_INPUT', undefined, { fields: faults });
  return variables;
}

function takeQuery(inputs: readonly Input[], query: Values, variables: Variables, faults: FieldFault[]): void {
  faults.push(...unknownIn(query, inputs));
  for (const { name, path, field } of inputs) {
    const value = query[name];
    if (value === undefined) continue;
    const isInt = getNamedType(field.type).name === 'Int';
    if (typeof value !== 'string') faults.push({ path: name, message: 'may be given once only' });
    else if (isInt && !/^-?\d{1,9}$/.test(value)) faults.push({ path: name, message: 'must be a whole number' });
    else variables[path] = isInt ? Number(value) : value;
  }
}

function takeBody(inputs: readonly Input[], body: Values, faults: FieldFault[]): Variables {
  faults.push(...unknownIn(body, inputs));
  const taken: Variables = {};
  for (const { name, isRequired } of inputs) {
    const value = body[name] ?? null;
    if (value === null && isRequired) faults.push({ path: name, message: 'is required' });
    else if (value !== null && typeof value !== 'string') faults.push({ path: name, message: 'must be text' });
    else taken[name] = value;
  }
  return taken;
}

function unknownIn(values: Values, inputs: readonly Input[]): FieldFault[] {
  const unknown = Object.keys(values).filter((given) => !inputs.some(({ name }) => name === given));
  return unknown
    .slice(0, MAX_UNKNOWN)
    .map((name) => ({ path: NAME.test(name) ? name : '*', message: 'is not a field of this request' }));
}

function bodyOf(body: unknown, isNeeded: boolean): Values {
  if (isRecord(body)) return body;
  if (body === undefined && !isNeeded) return {};
  throw new AppError('BAD_REQUEST', 'The body must be a JSON object.');
}

const recordOf = (value: unknown): Values => (isRecord(value) ? value : {});

const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
