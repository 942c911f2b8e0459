import {
  isInputObjectType,
  isNonNullType,
  getNullableType,
  Kind,
  parse,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLSchema,
} from 'graphql';
import type { RestRoute } from './route';

/** Something a route takes: its name for REST clients, and the argument or input field that it becomes. */
export interface Input {
  name: string;
  /** From the operation's arguments, as errors name it: `first`, `input.email`. */
  path: string;
  field: GraphQLArgument | GraphQLInputField;
  isRequired: boolean;
}

export interface Inputs {
  /** What stands for `:id` and the like in the address. */
  params: readonly Input[];
  query: readonly Input[];
  /** Null where a body plays no part. */
  body: readonly Input[] | null;
}

/** What a route takes, with the types and descriptions that its operation has for it. */
export function inputsOf(schema: GraphQLSchema, { path, query, body, document }: RestRoute): Inputs {
  const args = new Map(rootField(schema, document).args.map((arg) => [arg.name, arg]));
  const ofArgument = (name: string, argument: string) => inputOf(name, argument, args.get(argument));
  return {
    params: [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ofArgument(name, name)),
    query: Object.entries(query).map(([name, argument]) => ofArgument(name, argument)),
    body: body && body.map((name) => inputOf(name, `input.${name}`, inputFields(args.get('input'))[name])),
  };
}

function inputOf(name: string, path: string, field: GraphQLArgument | GraphQLInputField | undefined): Input {
  if (!field) throw new Error(`the operation has nothing at ${path}`);
  return { name, path, field, isRequired: isNonNullType(field.type) };
}

function inputFields(argument: GraphQLArgument | undefined): Readonly<Record<string, GraphQLInputField>> {
  const type = argument && getNullableType(argument.type);
  return isInputObjectType(type) ? type.getFields() : {};
}

/** Stored operations have one field each. */
function rootField(schema: GraphQLSchema, document: string) {
  const operation = parse(document).definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const selection = operation?.selectionSet.selections[0];
  const type = operation && schema.getRootType(operation.operation);
  const field = selection?.kind === Kind.FIELD && type?.getFields()[selection.name.value];
  if (!field) throw new Error(`not a stored operation of this schema: ${document}`);
  return field;
}
