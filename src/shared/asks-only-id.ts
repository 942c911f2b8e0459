import { Kind, type GraphQLResolveInfo } from 'graphql';

/**
 * Whether the operation selects nothing but the id of a record. A record that refers to it has the id, so nothing needs to
 * be read. The answer of a change then cannot fail after the change.
 */
export const asksOnlyId = ({ fieldNodes }: GraphQLResolveInfo): boolean =>
  fieldNodes.every(({ selectionSet }) =>
    selectionSet?.selections.every((one) => one.kind === Kind.FIELD && one.name.value === 'id'),
  );
