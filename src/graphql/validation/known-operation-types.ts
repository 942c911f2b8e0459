import { GraphQLError, type ValidationRule } from 'graphql';

/** Refuses a kind of operation that the schema does not have. graphql-js leaves it to execution, whose error has no code. */
export const knownOperationTypes: ValidationRule = (context) => ({
  OperationDefinition(node) {
    if (context.getSchema().getRootType(node.operation)) return;
    context.reportError(new GraphQLError(`The schema has no ${node.operation}s.`, { nodes: node }));
  },
});
