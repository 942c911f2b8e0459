import type { GraphQLSchema } from 'graphql';
import { describedSchema, listOfSchema, nullableSchema, scalarSchema, type JsonSchema } from './json-schema';

/** What a wire needs to describe its form. */
export interface Describing {
  schema: GraphQLSchema;
  /**
   * Stores a schema under `#/components/schemas`.
   *
   * @returns the reference to it
   * @throws Error if the name already has another schema
   */
  component(name: string, schema: JsonSchema): JsonSchema;
}

/** The form of an operation's value on the wire, and the JSON Schema of that form. */
export interface Wire<T> {
  readonly write: (value: T) => unknown;
  readonly describe: (describing: Describing) => JsonSchema;
}

/** Writes a value as it is. */
const scalar =
  <T>(type: string) =>
  (description?: string): Wire<T> => ({
    write: (value) => value,
    describe: () => describedSchema(scalarSchema(type), description),
  });

export const text = scalar<string>('String');
export const int = scalar<number>('Int');
export const float = scalar<number>('Float');
export const boolean = scalar<boolean>('Boolean');
export const dateTime = scalar<string>('DateTime');
export const date = scalar<string>('Date');
export const json = scalar<unknown>('JSON');

/** Null stays null. */
export const nullable = <T>(wire: Wire<T>): Wire<T | null> => ({
  write: (value) => (value === null ? null : wire.write(value)),
  describe: (describing) => nullableSchema(wire.describe(describing)),
});

/** A bare array without its null items. */
export const listOf = <T>(wire: Wire<T>): Wire<readonly (T | null)[]> => ({
  write: (values) => values.flatMap((value) => (value === null ? [] : [wire.write(value)])),
  describe: (describing) => listOfSchema(wire.describe(describing)),
});

interface Case<T> {
  matches: (value: T) => boolean;
  wire: Wire<T>;
}

/** One case of `oneOf`. */
export const when = <T, Narrow extends T>(is: (value: T) => value is Narrow, wire: Wire<Narrow>): Case<T> => ({
  matches: is,
  wire: { write: (value) => (is(value) ? wire.write(value) : undefined), describe: wire.describe },
});

/** The first wire whose case matches; for values of several types. */
export const oneOf = <T>(...cases: readonly Case<T>[]): Wire<T> => ({
  write: (value) => {
    const found = cases.find(({ matches }) => matches(value));
    if (!found) throw new Error('no wire of the route matches what its operation answered');
    return found.wire.write(value);
  },
  describe: (describing) => ({ oneOf: cases.map(({ wire }) => wire.describe(describing)) }),
});
