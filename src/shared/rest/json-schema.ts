import {
  getNullableType,
  isEnumType,
  isListType,
  isNonNullType,
  isScalarType,
  type GraphQLInputType,
  type GraphQLOutputType,
} from 'graphql';
import type { Spelling } from './spelling';

/** A schema of JSON Schema 2020-12, which OpenAPI 3.1 uses. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const SCALARS: Readonly<Record<string, JsonSchema>> = {
  ID: { type: 'string' },
  String: { type: 'string' },
  Int: { type: 'integer', format: 'int32' },
  Float: { type: 'number', format: 'double' },
  Boolean: { type: 'boolean' },
  DateTime: { type: 'string', format: 'date-time' },
  Date: { type: 'string', format: 'date' },
  JSON: {},
};

/** The JSON Schema of a GraphQL scalar. @throws Error for a scalar that REST has no wire form for */
export function scalarSchema(name: string): JsonSchema {
  const schema = SCALARS[name];
  if (!schema) throw new Error(`REST has no wire form for the type ${name}`);
  return schema;
}

/** The schema of a GraphQL leaf or list of leaves, without null. @param spelling of enum values; GraphQL's if absent */
export function leafSchema(type: GraphQLInputType | GraphQLOutputType, spelling?: Spelling): JsonSchema {
  const leaf = getNullableType(type);
  if (isListType(leaf)) return listOfSchema(fieldSchema(leaf.ofType, spelling));
  if (isEnumType(leaf)) {
    return { type: 'string', enum: leaf.getValues().map(({ name }) => (spelling ? spelling(name) : name)) };
  }
  if (isScalarType(leaf)) return scalarSchema(leaf.name);
  throw new Error(`REST has no wire form for the type ${String(type)}`);
}

/** As `leafSchema`, and null where the GraphQL type allows it. */
export function fieldSchema(type: GraphQLInputType | GraphQLOutputType, spelling?: Spelling): JsonSchema {
  const schema = leafSchema(type, spelling);
  return isNonNullType(type) ? schema : nullableSchema(schema);
}

export const listOfSchema = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

/** The same schema, and null. */
export function nullableSchema(schema: JsonSchema): JsonSchema {
  const { type, enum: values } = schema;
  if (typeof type !== 'string') return '$ref' in schema ? { anyOf: [schema, { type: 'null' }] } : schema;
  const names = Array.isArray(values) ? { enum: [...(values as unknown[]), null] } : {};
  return { ...schema, type: [type, 'null'], ...names };
}

export const describedSchema = (schema: JsonSchema, description: string | null | undefined): JsonSchema =>
  description ? { ...schema, description } : schema;

/** An object whose properties are required, except the optional ones. */
export const objectSchema = (properties: JsonSchema, optional: readonly string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
