import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  type GraphQLInputType,
} from 'graphql';
import {
  describedSchema,
  fieldSchema,
  leafSchema,
  listOfSchema,
  nullableSchema,
  objectSchema,
  type JsonSchema,
} from '../../shared/rest/json-schema';
import type { Spelling } from '../../shared/rest/spelling';
import type { Input } from './inputs';

/** A path or query parameter, under its first name. Its other names work, too. */
export const parameterOf = ({ names, place, type, ...input }: Input): JsonSchema => ({
  name: names[0],
  in: place,
  required: input.isRequired,
  ...(input.description && { description: input.description }),
  schema: { ...leafSchema(type, input.spelling), ...defaultOf({ ...input, type }) },
});

export function requestBodyOf(inputs: readonly Input[], isStrict: boolean): JsonSchema {
  const schema = bodySchema(inputs, isStrict);
  const required = inputs.some(({ isRequired }) => isRequired);
  return { required, content: { 'application/json': { schema } } };
}

function bodySchema(inputs: readonly Input[], isStrict: boolean): JsonSchema {
  const properties = inputs.flatMap((input) => input.names.map((name) => [name, propertyOf(input, isStrict)] as const));
  const required = inputs.filter(({ isRequired }) => isRequired);
  const aliased = required.filter(({ names }) => names.length > 1);
  const anyName = aliased.map(({ names }) => ({ anyOf: names.map((name) => ({ required: [name] })) }));
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: required.filter((input) => !aliased.includes(input)).flatMap(({ names }) => names),
    ...(anyName.length > 0 && { allOf: anyName }),
    ...(isStrict && { additionalProperties: false }),
  };
}

function propertyOf({ item, type, spelling, ...input }: Input, isStrict: boolean): JsonSchema {
  if (!item)
    return {
      ...describedSchema(valueSchema(type, spelling, isStrict), input.description),
      ...defaultOf({ ...input, type, spelling }),
    };
  const list = listOfSchema(bodySchema(item.inputs, isStrict));
  return describedSchema(isNonNullType(type) ? list : nullableSchema(list), input.description);
}

function defaultOf({ defaultValue, type, spelling }: Pick<Input, 'defaultValue' | 'type' | 'spelling'>): JsonSchema {
  if (defaultValue === undefined) return {};
  const isSpelled = typeof defaultValue === 'string' && isEnumType(getNamedType(type));
  return { default: isSpelled ? spelling(defaultValue) : defaultValue };
}

/** The schema of a value of a body, objects of the GraphQL schema included. */
function valueSchema(type: GraphQLInputType, spelling: Spelling, isStrict: boolean): JsonSchema {
  const bare = getNullableType(type);
  const orNull = (schema: JsonSchema) => (isNonNullType(type) ? schema : nullableSchema(schema));
  if (isListType(bare)) return orNull(listOfSchema(valueSchema(bare.ofType, spelling, isStrict)));
  if (!isInputObjectType(bare)) return fieldSchema(type, spelling);
  const fields = Object.values(bare.getFields());
  const properties = fields.map((one) => [
    one.name,
    describedSchema(valueSchema(one.type, spelling, isStrict), one.description),
  ]);
  const optional = fields.filter((one) => !isRequiredInputField(one));
  const schema = objectSchema(
    Object.fromEntries(properties) as JsonSchema,
    optional.map(({ name }) => name),
  );
  return orNull(isStrict ? { ...schema, additionalProperties: false } : schema);
}
