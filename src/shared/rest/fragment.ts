import {
  getNamedType,
  getNullableType,
  isListType,
  isNonNullType,
  Kind,
  parse,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import {
  describedSchema,
  fieldSchema,
  listOfSchema,
  nullableSchema,
  objectSchema,
  type JsonSchema,
} from './json-schema';
import type { Describing } from './wire';

/** A stored fragment, and the fragments that it spreads. */
export interface Fragment {
  name: string;
  definition: FragmentDefinitionNode;
  others: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** A selected field and its definition in the GraphQL schema. */
export interface Selected {
  node: FieldNode;
  field: GraphQLField<unknown, unknown>;
}

export type SelectedFields = ReadonlyMap<string, Selected>;

/** @throws Error for text without a fragment */
export function fragmentOf(document: string): Fragment {
  const definitions = parse(document, { noLocation: true }).definitions.filter(
    (one) => one.kind === Kind.FRAGMENT_DEFINITION,
  );
  const [definition] = definitions;
  if (!definition) throw new Error('a record is made of a stored fragment');
  const others = new Map(definitions.map((one) => [one.name.value, one]));
  return { name: definition.name.value, definition, others };
}

/** The names that the fragment's values have, aliases included. */
export const namesIn = ({ definition, others }: Fragment): string[] =>
  nodesIn(definition.selectionSet, others).map(responseName);

/** @throws Error for a field that the schema does not have */
export function selectedIn(schema: GraphQLSchema, { definition, others }: Fragment): SelectedFields {
  const type = typeNamed(schema, definition.typeCondition.name.value);
  return fieldsOf(type, definition.selectionSet, others);
}

export const descriptionOf = (schema: GraphQLSchema, { definition }: Fragment): string | null | undefined =>
  schema.getType(definition.typeCondition.name.value)?.description;

/** A fragment whose values are written as they are. */
export function describeFragment(fragment: Fragment, describing: Describing): JsonSchema {
  const properties = describeAll(selectedIn(describing.schema, fragment), fragment.others, describing);
  return describedSchema(objectSchema(properties), descriptionOf(describing.schema, fragment));
}

/** A field whose value is written as it is; nested fragments are components of their own. */
export function describeSelected(
  { node, field }: Selected,
  others: Fragment['others'],
  describing: Describing,
): JsonSchema {
  const schema = node.selectionSet
    ? wrapSchema(field.type, describeInner(node.selectionSet, field.type, others, describing))
    : fieldSchema(field.type);
  return describedSchema(schema, field.description);
}

/** Wraps the schema of a type's innermost part in the lists and nulls of the type. */
export function wrapSchema(type: GraphQLOutputType, inner: JsonSchema): JsonSchema {
  const bare = getNullableType(type);
  const schema = isListType(bare) ? listOfSchema(wrapSchema(bare.ofType, inner)) : inner;
  return isNonNullType(type) ? schema : nullableSchema(schema);
}

function describeInner(
  selections: SelectionSetNode,
  type: GraphQLOutputType,
  others: Fragment['others'],
  describing: Describing,
): JsonSchema {
  const [only, ...rest] = selections.selections;
  if (only?.kind === Kind.FRAGMENT_SPREAD && rest.length === 0) {
    const name = only.name.value;
    return describing.component(name, describeFragment({ name, definition: known(others, name), others }, describing));
  }
  const { schema } = describing;
  const fields = fieldsOf(typeNamed(schema, getNamedType(type).name), selections, others);
  return objectSchema(describeAll(fields, others, describing));
}

const describeAll = (fields: SelectedFields, others: Fragment['others'], describing: Describing): JsonSchema =>
  Object.fromEntries([...fields].map(([name, selected]) => [name, describeSelected(selected, others, describing)]));

function fieldsOf(
  type: ReturnType<typeof typeNamed>,
  selections: SelectionSetNode,
  others: Fragment['others'],
): SelectedFields {
  return new Map(
    nodesIn(selections, others).map((node) => {
      const field = type.getFields()[node.name.value];
      if (!field) throw new Error(`${type.name} has no field ${node.name.value}`);
      return [responseName(node), { node, field }];
    }),
  );
}

/** The fields of a selection, through the fragments that it spreads. */
const nodesIn = ({ selections }: SelectionSetNode, others: Fragment['others']): FieldNode[] =>
  selections.flatMap((one) => {
    if (one.kind === Kind.FIELD) return [one];
    if (one.kind === Kind.FRAGMENT_SPREAD) return nodesIn(known(others, one.name.value).selectionSet, others);
    throw new Error('a record is made of fields and fragments of its own type');
  });

const responseName = ({ alias, name }: FieldNode): string => (alias ?? name).value;

function known(others: Fragment['others'], name: string): FragmentDefinitionNode {
  const definition = others.get(name);
  if (!definition) throw new Error(`there is no fragment ${name}`);
  return definition;
}

function typeNamed(schema: GraphQLSchema, name: string) {
  const type = schema.getType(name);
  if (!type || !('getFields' in type) || !('getInterfaces' in type)) throw new Error(`there are no fields of ${name}`);
  return type;
}
