import {
  getNullableType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import type { RestRoute } from '../../shared/rest/route';
import { isSource, type Derived, type Place, type Sent, type Source, type SourceTree } from '../../shared/rest/sources';
import { lowerCase, type Spelling } from '../../shared/rest/spelling';
import { variablesIn, type Variable } from './operations';

/** A value of the request, with its GraphQL type. */
export interface Input {
  place: Place;
  /** Its names on the wire. The first one is documented. */
  names: readonly string[];
  type: GraphQLInputType;
  description: string | null | undefined;
  defaultValue: unknown;
  isRequired: boolean;
  /** Taken if the request has no value; undefined for none. */
  fallback: unknown;
  spelling: Spelling;
  isEmptyKept: boolean;
  /** For a list of objects: what each object consists of. */
  item?: ObjectInput;
}

export type InputNode =
  | { kind: 'sent'; input: Input }
  | { kind: 'constant'; value: unknown }
  | { kind: 'derived'; inputs: readonly (readonly [string, Input])[]; by: Derived['by'] }
  | ObjectInput;

export interface ObjectInput {
  kind: 'object';
  entries: readonly (readonly [string, InputNode])[];
  /** Values of the body; inside a list, values of one item. */
  inputs: readonly Input[];
  /** An object without any value is absent, unless it is required. */
  isRequired: boolean;
}

/** The inputs of a route. */
export interface Inputs {
  variables: ObjectInput;
  params: readonly Input[];
  query: readonly Input[];
  /** Null for a route without a body. */
  body: readonly Input[] | null;
  isStrict: boolean;
}

/**
 * The inputs of a route, with the types of its operations' variables.
 *
 * @throws Error for a variable that no operation has, and for a required one that the route leaves out
 */
export function inputsOf(schema: GraphQLSchema, route: RestRoute): Inputs {
  const { variables: tree, method, path, isStrict = false } = route;
  const variables = new Map<string, Variable>(variablesIn(schema, route.operations));
  const root = objectOf(schema, tree, (name) => variables.get(name), '', true);
  for (const [name, { type, defaultValue }] of variables) {
    if (isNonNullType(type) && defaultValue === undefined && !(name in tree))
      throw new Error(`${route.id} has no source for the variable ${name}`);
  }
  const at = (place: Place) => root.inputs.filter((input) => input.place === place);
  for (const { names } of at('path')) {
    if (!names.every((name) => path.split('/').includes(`:${name}`)))
      throw new Error(`${path} has no parameter ${names.join()}`);
  }
  return {
    variables: root,
    params: at('path'),
    query: at('query'),
    body: method === 'GET' ? null : at('body'),
    isStrict,
  };
}

type Lookup = (name: string) => Variable | undefined;

function objectOf(
  schema: GraphQLSchema,
  tree: SourceTree,
  lookup: Lookup,
  at: string,
  isRequired: boolean,
): ObjectInput {
  const entries = Object.entries(tree).map(([name, node]) => {
    const path = at ? `${at}.${name}` : name;
    const target = lookup(name);
    return [name, isSource(node) ? sourceOf(schema, node, target, path) : innerOf(schema, node, target, path)] as const;
  });
  const inputs = entries.flatMap(([, node]) => inputsIn(node));
  return { kind: 'object', entries, inputs: distinct(inputs), isRequired };
}

function innerOf(schema: GraphQLSchema, tree: SourceTree, target: Variable | undefined, at: string): ObjectInput {
  const type = target && getNullableType(target.type);
  if (!isInputObjectType(type)) throw new Error(`no operation of the route has an object at ${at}`);
  const fields = type.getFields();
  for (const field of Object.values(fields)) {
    if (isRequiredInputField(field) && !(field.name in tree))
      throw new Error(`the route has no source for ${at}.${field.name}`);
  }
  return objectOf(schema, tree, (name) => fields[name], at, isNonNullType(target?.type));
}

function sourceOf(schema: GraphQLSchema, source: Source, target: Variable | undefined, at: string): InputNode {
  switch (source.source) {
    case 'constant':
      return { kind: 'constant', value: source.value };
    case 'derived': {
      const isNeeded = !!target && isNonNullType(target.type) && target.defaultValue === undefined;
      const inputs = Object.entries(source.from).map(
        ([name, sent]) => [name, inputOf(schema, sent, isNeeded, at)] as const,
      );
      return { kind: 'derived', inputs, by: source.by };
    }
    case 'each': {
      const input = inputOf(schema, source.list, false, at, target);
      const list = getNullableType(input.type);
      if (!isListType(list)) throw new Error(`no operation of the route has a list at ${at}`);
      const type = list.ofType;
      const item = innerOf(schema, source.item, { type, description: null, defaultValue: undefined }, at);
      return { kind: 'sent', input: { ...input, item } };
    }
    case 'sent':
      return { kind: 'sent', input: inputOf(schema, source, false, at, target) };
  }
}

function inputOf(schema: GraphQLSchema, sent: Sent, isNeeded: boolean, at: string, target?: Variable): Input {
  const { place, names, given } = sent;
  const type = given.type === undefined ? target?.type : schema.getType(given.type);
  if (!isInputType(type)) throw new Error(`the route does not say of what type ${names.join()} is, for ${at}`);
  const defaultValue = given.fallback ?? target?.defaultValue;
  return {
    place,
    names,
    type,
    description: given.description ?? target?.description,
    defaultValue,
    isRequired:
      place === 'path' || given.isNeeded === true || ((isNeeded || isNonNullType(type)) && defaultValue === undefined),
    fallback: given.fallback,
    spelling: given.spelling ?? lowerCase,
    isEmptyKept: given.isEmptyKept ?? false,
  };
}

function inputsIn(node: InputNode): readonly Input[] {
  switch (node.kind) {
    case 'constant':
      return [];
    case 'sent':
      return [node.input];
    case 'derived':
      return node.inputs.map(([, input]) => input);
    case 'object':
      return node.inputs;
  }
}

/** A value from which two variables are derived is one input. */
function distinct(inputs: readonly Input[]): Input[] {
  const found = new Map<string, Input>();
  for (const input of inputs) {
    const key = `${input.place} ${input.names.join()}`;
    const same = found.get(key);
    found.set(key, same && !input.isRequired ? same : input);
  }
  return [...found.values()];
}
