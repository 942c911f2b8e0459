import { GraphQLError, Kind, type FieldNode, type OperationDefinitionNode } from 'graphql';
import { DEFAULT_PAGE, LARGEST_PAGE } from '../../shared/connection/page-args';

/*
 * Threats this file answers: nested lists. A hundred of a hundred of a hundred records would fill the memory of a replica.
 * The most records that an operation could read are computed before anything runs.
 */

/** A list that an operation reads, and the lists that it reads for each record. */
export interface List {
  /** The sizes under this name, because fields of different types may share it. The largest one counts. */
  sizes: Size[];
  inner: Lists;
}

/** A number of records, or the name of the variable that says how many. */
export type Size = number | string;

/** Lists by the path of their names. */
export type Lists = Map<string, List>;

type Variables = Readonly<Record<string, unknown>>;

/** The number of records that a field with `first`, or a list without it, counts as. */
export function pageSize({ arguments: given = [] }: FieldNode): Size {
  const value = given.find(({ name }) => name.value === 'first')?.value;
  if (value?.kind === Kind.VARIABLE) return value.name.value;
  return value?.kind === Kind.INT ? allowed(Number(value.value)) : DEFAULT_PAGE;
}

/** The field itself refuses other sizes, so they need not cost more. */
const allowed = (size: number) => Math.min(Math.max(size, 0), LARGEST_PAGE);

/**
 * @param most records that the lists of one operation could read together
 * @throws GraphQLError GRAPHQL_VALIDATION_FAILED
 */
export function refuseCostly(lists: Lists, variables: Variables, most: number): void {
  if (costOf(lists, variables) <= most) return;
  const message = `The operation could read more than ${most.toLocaleString('en')} records. Request smaller pages.`;
  throw new GraphQLError(message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
}

/** Recursive: the depth of a document is bounded. */
function costOf(lists: Lists, variables: Variables): number {
  let records = 0;
  for (const { sizes, inner } of lists.values()) {
    const size = Math.max(...sizes.map((one) => (typeof one === 'number' ? one : given(variables[one]))));
    records += size * (1 + costOf(inner, variables));
  }
  return records;
}

const given = (value: unknown) => (typeof value === 'number' ? allowed(value) : DEFAULT_PAGE);

/** The variables whose default is a number. A variable may be called `__proto__`. */
export function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Readonly<Record<string, number>> {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)]] : [],
    ),
  );
}
