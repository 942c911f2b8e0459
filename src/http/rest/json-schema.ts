import {
  getNullableType,
  isEnumType,
  isNonNullType,
  isScalarType,
  Kind,
  type FragmentDefinitionNode,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionNode,
} from 'graphql';

/** A schema of JSON Schema 2020-12, as OpenAPI 3.1 takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const SCALARS: Readonly<Record<string, JsonSchema>> = {
  ID: { type: 'string' },
  String: { type: 'string' },
  Int: { type: 'integer', format: 'int32' },
  Boolean: { type: 'boolean' },
  DateTime: { type: 'string', format: 'date-time' },
};

/** A record of the answers: the stored operations' fragment of that name. */
export const record = (fragment: string): JsonSchema => ({ $ref: `#/components/schemas/${fragment}` });

export const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

/** A leaf of the GraphQL schema; null is no part of it. */
export function leafSchema(type: GraphQLInputType | GraphQLOutputType): JsonSchema {
  const leaf = getNullableType(type);
  if (isEnumType(leaf)) return { type: 'string', enum: leaf.getValues().map(({ name }) => name) };
  const schema = isScalarType(leaf) && SCALARS[leaf.name];
  if (!schema) throw new Error(`${String(type)} is no leaf that the REST door knows`);
  return schema;
}

/** As `leafSchema`, and null where the type allows it. */
export function fieldSchema(type: GraphQLInputType | GraphQLOutputType): JsonSchema {
  const schema = leafSchema(type);
  return isNonNullType(type) ? schema : { ...schema, type: [schema['type'], 'null'] };
}

/** A fragment's record: its fields as the GraphQL schema has them, and fragments within it by reference. */
export function fragmentSchema(
  schema: GraphQLSchema,
  { typeCondition, selectionSet }: FragmentDefinitionNode,
): JsonSchema {
  const type = schema.getType(typeCondition.name.value);
  if (!type || !('getFields' in type)) throw new Error(`there are no fields of ${typeCondition.name.value}`);
  const fields = type.getFields();
  const properties = selectionSet.selections.map((selection) => propertyOf(fields, selection));
  return {
    type: 'object',
    ...(type.description && { description: type.description }),
    properties: Object.fromEntries(properties),
    required: properties.map(([name]) => name),
  };
}

interface Described {
  type: GraphQLInputType | GraphQLOutputType;
  description?: string | null;
}

function propertyOf(fields: Readonly<Record<string, Described>>, selection: SelectionNode): [string, JsonSchema] {
  const field = selection.kind === Kind.FIELD && fields[selection.name.value];
  if (!field) throw new Error('a record is made of fields');
  const inner = selection.selectionSet?.selections[0];
  const schema = inner?.kind === Kind.FRAGMENT_SPREAD ? record(inner.name.value) : fieldSchema(field.type);
  return [selection.name.value, { ...schema, ...(field.description && { description: field.description }) }];
}
