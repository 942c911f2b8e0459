import { getNamedType, getNullableType, isListType } from 'graphql';
import { AppError, type FieldFault } from '../../platform/errors/app-error';
import type { Surroundings } from '../../shared/rest/sources';
import { isJsonObject, type JsonObject } from '../server/json-body';
import { coerce, given, unknownIn, type Coercion } from './coerce';
import { inputFailure } from './failure';
import type { Input, InputNode, Inputs, ObjectInput } from './inputs';
import type { Origin, Taken } from './taken';

/*
 * Threats this file answers:
 * - On strict routes, an ignored field, so that a misspelled name fails silently.
 * - Fields that every object inherits, such as `constructor`: only the client's own fields count.
 */

interface Asked {
  params: unknown;
  query: unknown;
  body: unknown;
}

interface Taking {
  asked: Readonly<Record<Input['place'], JsonObject>>;
  origins: Map<string, Origin>;
  faults: FieldFault[];
  isStrict: boolean;
  surroundings: Surroundings;
}

/**
 * The variables of the route's operations. Values have the shape of their types. The operation checks everything else.
 *
 * @throws AppError BAD_REQUEST for a body that is not a JSON object; NOT_FOUND for a path that cannot name anything;
 *   BAD_USER_INPUT with every missing or misshapen field
 */
export function variablesOf(inputs: Inputs, request: Asked, surroundings: Surroundings): Taken {
  const { isStrict, params, query, body } = inputs;
  const asked = { path: objectOf(request.params), query: objectOf(request.query), body: bodyOf(body, request.body) };
  const faults: FieldFault[] = [];
  const origins = new Map<string, Origin>();
  if (isStrict) {
    faults.push(...unknownIn(asked.query, namesOf(query)));
    if (body) faults.push(...unknownIn(asked.body, namesOf(body)));
  }
  const taking = { asked, origins, faults, isStrict, surroundings };
  const variables = objectOf(take(inputs.variables, '', '', taking));
  if (faults.length === 0) return { variables, origins };
  if (faults.some(({ path }) => namesOf(params).includes(path))) throw new AppError('NOT_FOUND');
  throw inputFailure(isStrict ? faults : distinct(faults), isStrict);
}

/** An object that was sent; anything else counts as empty. */
const objectOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});

/** Reports a fault once, even if two variables are derived from its value. */
const distinct = (faults: readonly FieldFault[]): FieldFault[] => [
  ...new Map(faults.map((fault) => [`${fault.path} ${fault.message}`, fault])).values(),
];

const namesOf = (inputs: readonly Input[]): string[] => inputs.flatMap(({ names }) => names);

/** @param path of the variable. @param at prefix of the names on the wire, such as `entries.1.` */
function take(node: InputNode, path: string, at: string, taking: Taking): unknown {
  switch (node.kind) {
    case 'constant':
      return node.value;
    case 'sent':
      return takeSent(node.input, path, at, taking);
    case 'derived':
      return takeDerived(node, path, at, taking);
    case 'object':
      return takeObject(node, path, at, taking);
  }
}

function takeObject(node: ObjectInput, path: string, at: string, taking: Taking): JsonObject | undefined {
  const taken: Record<string, unknown> = {};
  for (const [name, inner] of node.entries) {
    const value = take(inner, path ? `${path}.${name}` : name, at, taking);
    if (value !== undefined) taken[name] = value;
  }
  return node.isRequired || Object.keys(taken).length > 0 ? taken : undefined;
}

function takeDerived(
  { inputs, by }: Extract<InputNode, { kind: 'derived' }>,
  path: string,
  at: string,
  taking: Taking,
): unknown {
  const before = taking.faults.length;
  const values = inputs.map(([name, input]) => [name, takeSent(input, null, at, taking) ?? undefined] as const);
  const [first] = inputs;
  if (first) taking.origins.set(path, originOf(first[1], at, taking));
  const isGiven = inputs.some(([, input]) => originOf(input, at, taking).isGiven);
  if (taking.faults.length > before || !isGiven) return undefined;
  try {
    return by(Object.fromEntries(values), taking.surroundings);
  } catch (error) {
    if (!(error instanceof AppError) || !error.fields) throw error;
    taking.faults.push(...error.fields.map((fault) => ({ ...fault, path: at + fault.path })));
    return undefined;
  }
}

/** @param path of the variable; null for a value that only a derived variable uses */
function takeSent(input: Input, path: string | null, at: string, taking: Taking): unknown {
  const origin = originOf(input, at, taking);
  if (path !== null) taking.origins.set(path, origin);
  const { value } = sentAs(input, taking);
  const fault = (message: string) => void taking.faults.push({ path: origin.name, message });
  if (value === undefined || (value === null && (input.isRequired || input.fallback !== undefined)))
    return input.isRequired ? fault('is required') : input.fallback;
  const coercion: Coercion = { isStrict: taking.isStrict, faults: taking.faults, spelling: input.spelling };
  const isList = isListType(getNullableType(input.type));
  if (input.place === 'query' && isList)
    return coerce(Array.isArray(value) ? value : [value], input.type, origin.name, coercion);
  if (input.place === 'query' && Array.isArray(value)) return fault('must not be repeated');
  if (!input.item) return coerce(value, input.type, origin.name, coercion);
  return takeItems(input.item, value, path ?? '', origin.name, taking);
}

function takeItems(item: ObjectInput, value: unknown, path: string, name: string, taking: Taking): unknown {
  if (value === null) return null;
  if (!Array.isArray(value)) return void taking.faults.push({ path: name, message: 'must be a list' });
  return value.map((one: unknown, index) => {
    const at = `${name}.${index}`;
    if (!isJsonObject(one)) return void taking.faults.push({ path: at, message: 'must be an object' });
    if (taking.isStrict) taking.faults.push(...unknownIn(one, namesOf(item.inputs), at));
    const within = { ...taking, asked: { ...taking.asked, body: one } };
    return takeObject({ ...item, isRequired: true }, `${path}.${index}`, `${at}.`, within);
  });
}

function originOf(input: Input, at: string, taking: Taking): Origin {
  const { name, value } = sentAs(input, taking);
  const isId = getNamedType(input.type).name === 'ID';
  return { name: at + name, place: input.place, isId, isGiven: value !== undefined };
}

/** The first name for which the request has a value; the documented one if there is none. */
function sentAs({ place, names, isEmptyKept, isRequired }: Input, { asked, isStrict }: Taking) {
  const values = asked[place];
  const isAbsent = (value: unknown) =>
    value === undefined || (value === '' && !isStrict && !isEmptyKept && !(isRequired && names.length === 1));
  const name = names.find((one) => !isAbsent(given(values, one)));
  return name === undefined ? { name: names[0] ?? '', value: undefined } : { name, value: given(values, name) };
}

/** Without required values, an absent body counts as an empty object. */
function bodyOf(inputs: readonly Input[] | null, body: unknown): JsonObject {
  if (!inputs) return {};
  if (isJsonObject(body)) return body;
  if (body === undefined && !inputs.some(({ isRequired }) => isRequired)) return {};
  throw new AppError('BAD_REQUEST', 'The body must be a JSON object.');
}
