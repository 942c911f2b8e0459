import { Kind, type GraphQLResolveInfo } from 'graphql';

/**
 * Whether the operation selects only the id of a record. A record that refers to it has the id, so nothing is read. Then the
 * response to a change cannot fail after the change.
 */
export const asksOnlyId = ({ fieldNodes }: GraphQLResolveInfo): boolean =>
  fieldNodes.every(({ selectionSet }) =>
    selectionSet?.selections.every((one) => one.kind === Kind.FIELD && one.name.value === 'id'),
  );
