import {
  Kind,
  parse,
  TypeInfo,
  typeFromAST,
  valueFromAST,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

/** A variable of a stored operation: its type, and what the schema says of the argument that it becomes. */
export interface Variable {
  type: GraphQLInputType;
  description: string | null | undefined;
  defaultValue: unknown;
}

/**
 * The variables of several operations together.
 *
 * @throws Error if two operations disagree on a type, or the schema does not have one
 */
export function variablesIn(schema: GraphQLSchema, operations: readonly string[]): Map<string, Variable> {
  const all = new Map<string, Variable>();
  for (const document of operations.map((text) => parse(text, { noLocation: true }))) {
    const arguments_ = argumentsOf(schema, document);
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      for (const { variable, type: node, defaultValue } of definition.variableDefinitions ?? []) {
        const name = variable.name.value;
        const type = typeFromAST(schema, node) as GraphQLInputType | undefined;
        if (!type) throw new Error(`the schema has no type for $${name}`);
        if (all.has(name) && String(all.get(name)?.type) !== String(type)) {
          throw new Error(`$${name} has two types in the operations of one route`);
        }
        const argument = arguments_.get(name);
        const ownDefault: unknown = defaultValue && valueFromAST(defaultValue, type);
        all.set(name, {
          type,
          description: argument?.description,
          defaultValue: ownDefault ?? argument?.defaultValue,
        });
      }
    }
  }
  return all;
}

/** The arguments of the variables, by the variables' names. */
function argumentsOf(schema: GraphQLSchema, document: DocumentNode) {
  const found = new Map<string, { description?: string | null; defaultValue?: unknown }>();
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Argument({ value }) {
        const argument = info.getArgument();
        if (value.kind === Kind.VARIABLE && argument) found.set(value.name.value, argument);
      },
    }),
  );
  return found;
}
