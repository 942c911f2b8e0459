import {
  getDirectiveValues,
  GraphQLBoolean,
  GraphQLID,
  GraphQLString,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isLeafType,
  isListType,
  isObjectType,
  isNonNullType,
  Kind,
  TypeNameMetaFieldDef,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { ColumnInRow, Columns } from '../../platform/database/columns';

/** A query against the schema: which fields to resolve, and what becomes of their values. */
export interface Plan {
  schema: GraphQLSchema;
  operation: OperationDefinitionNode;
  fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  fields: PlannedFields;
}

/** The fields of one object, without `__typename`. */
export interface PlannedFields {
  fields: readonly PlannedField[];
  /** The object before its fields are filled in: each has null, and `__typename` its value. To copy it is faster than to add them. */
  blank: Readonly<Record<string, string | null>>;
  /** None is resolved, and none has fields of its own. */
  isFlat: boolean;
  /** How `writeRows` last wrote these fields. Here it ends with the plan: a WeakMap of plans grows until V8 collects old objects. */
  template: Template | null;
}

export interface PlannedField {
  /** Its name in the response. */
  key: string;
  definition: GraphQLField<unknown, unknown>;
  /** The property with its value; null if a resolver finds it. */
  property: string | null;
  parent: GraphQLObjectType;
  /** Wherever the document selects it under this key. */
  nodes: FieldNodes;
  shape: Shape;
}

/** A value of the row. */
export interface SentColumn {
  position: number;
  field: PlannedField;
  column: ColumnInRow;
  /** What stands between it and the next one. */
  next: string;
}

/** How a row of these columns is written as JSON: between `start` and `end`, the values and what stands between them. */
export interface Template {
  columns: Columns<unknown>;
  start: string;
  sent: readonly SentColumn[];
  end: string;
  /** How many values of the row must be found. */
  width: number;
}

/** What becomes of a value. */
export type Shape = { isNonNull: boolean } & (
  | { kind: 'leaf'; type: GraphQLLeafType; unchanged: 'string' | 'boolean' | null }
  | { kind: 'list'; item: Shape }
  | { kind: 'object'; fields: () => PlannedFields }
  | { kind: 'composite'; type: Composite; fieldsOf: (type: GraphQLObjectType) => PlannedFields }
);

export type Variables = Readonly<Record<string, unknown>>;

type Composite = GraphQLObjectType | GraphQLAbstractType;
type FieldNodes = [FieldNode, ...FieldNode[]];
type Selected = Map<string, FieldNodes>;

/** What the types of the specification send as it is. */
const UNCHANGED = new Map<GraphQLLeafType, 'string' | 'boolean'>([
  [GraphQLString, 'string'],
  [GraphQLID, 'string'],
  [GraphQLBoolean, 'boolean'],
]);

class NotForAPlan extends Error {}

/** Would set the prototype of an object. */
const UNSAFE_KEY = '__proto__';

/**
 * @param document valid
 * @param variables coerced; the plan holds for all variables if the document has no directives
 * @returns null for a query that is not for a plan
 */
export function planQuery(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): Plan | null {
  const type = schema.getQueryType();
  if (!type) return null;
  const fragments = Object.create(null) as Record<string, FragmentDefinitionNode>; // a fragment may be called __proto__
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  try {
    const fields = new Planner(schema, fragments, variables).fieldsOf(type, [operation.selectionSet]);
    return { schema, operation, fragments, fields };
  } catch (error) {
    if (error instanceof NotForAPlan) return null;
    throw error;
  }
}

class Planner {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>,
    private readonly variables: Variables,
  ) {}

  /** The specification's CollectFields, with the fields' definitions. */
  fieldsOf(type: GraphQLObjectType, selectionSets: readonly SelectionSetNode[]): PlannedFields {
    const selected: Selected = new Map();
    const visited = new Set<string>();
    for (const { selections } of selectionSets) this.collect(type, selections, selected, visited);
    const blank: Record<string, string | null> = {};
    const fields: PlannedField[] = [];
    for (const [key, nodes] of selected) {
      if (key === UNSAFE_KEY) throw new NotForAPlan();
      const isTypeName = nodes[0].name.value === TypeNameMetaFieldDef.name;
      blank[key] = isTypeName ? type.name : null;
      if (!isTypeName) fields.push(this.plan(type, key, nodes));
    }
    const isFlat = fields.every(({ property, shape }) => property !== null && shape.kind === 'leaf');
    return { fields, blank, isFlat, template: null };
  }

  private collect(
    type: GraphQLObjectType,
    selections: readonly SelectionNode[],
    selected: Selected,
    visited: Set<string>,
  ): void {
    for (const selection of selections) {
      if (!this.isIncluded(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const nodes = selected.get(key);
        if (nodes) nodes.push(selection);
        else selected.set(key, [selection]);
        continue;
      }
      const fragment = this.fragmentOf(selection, visited);
      if (fragment && this.applies(fragment, type)) {
        this.collect(type, fragment.selectionSet.selections, selected, visited);
      }
    }
  }

  /** A named fragment is collected once. */
  private fragmentOf(selection: Exclude<SelectionNode, FieldNode>, visited: Set<string>) {
    if (selection.kind === Kind.INLINE_FRAGMENT) return selection;
    const name = selection.name.value;
    if (visited.has(name)) return null;
    visited.add(name);
    return this.fragments[name];
  }

  private applies(
    { typeCondition }: Pick<FragmentDefinitionNode, 'typeCondition'> | { typeCondition?: undefined },
    type: GraphQLObjectType,
  ): boolean {
    if (!typeCondition) return true;
    const condition = this.schema.getType(typeCondition.name.value);
    return condition === type || (isAbstractType(condition) && this.schema.isSubType(condition, type));
  }

  private isIncluded(node: SelectionNode): boolean {
    if (!node.directives?.length) return true;
    if (getDirectiveValues(GraphQLSkipDirective, node, this.variables)?.['if'] === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, node, this.variables)?.['if'] !== false;
  }

  /** @throws Error for what is not for a plan */
  private plan(parent: GraphQLObjectType, key: string, nodes: FieldNodes): PlannedField {
    const definition = parent.getFields()[nodes[0].name.value];
    // Questions about the schema are long, and the same for all: Apollo keeps their documents.
    if (!definition) throw new NotForAPlan();
    const property = definition.resolve ? null : definition.name;
    return { key, definition, property, parent, nodes, shape: this.shapeOf(definition.type, nodes) };
  }

  private shapeOf(type: GraphQLOutputType, nodes: FieldNodes): Shape {
    if (isNonNullType(type)) return { ...this.shapeOf(type.ofType, nodes), isNonNull: true };
    if (isListType(type)) return { kind: 'list', item: this.shapeOf(type.ofType, nodes), isNonNull: false };
    if (isLeafType(type)) return { kind: 'leaf', type, unchanged: UNCHANGED.get(type) ?? null, isNonNull: false };
    return this.compositeShape(type, nodes);
  }

  private compositeShape(type: Composite, nodes: FieldNodes): Shape {
    const selectionSets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (isObjectType(type) && !type.isTypeOf) {
      let planned: PlannedFields | undefined;
      return { kind: 'object', fields: () => (planned ??= this.fieldsOf(type, selectionSets)), isNonNull: false };
    }
    const planned = new Map<GraphQLObjectType, PlannedFields>();
    const fieldsOf = (concrete: GraphQLObjectType): PlannedFields => {
      const known = planned.get(concrete);
      if (known) return known;
      const fields = this.fieldsOf(concrete, selectionSets);
      planned.set(concrete, fields);
      return fields;
    };
    return { kind: 'composite', type, fieldsOf, isNonNull: false };
  }
}
