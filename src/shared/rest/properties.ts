import { objectSchema, type JsonSchema } from './json-schema';
import type { Describing, Wire } from './wire';

/** A property of an object on the wire, and how it is read from the whole value. Undefined leaves the property out. */
export interface Property<T> {
  readonly read: (whole: T) => unknown;
  readonly describe: (describing: Describing) => JsonSchema;
  readonly isOptional?: boolean;
}

export type Properties<T> = Readonly<Record<string, Property<T>>>;

/** The type of the value that the properties of an object read. */
type WholeOf<P> = [P[keyof P]] extends [Property<infer T>] ? T : never;

/** An object that is not a record: `{book}`, `{message, book}`. */
export function object<P extends Properties<never>>(properties: P): Wire<WholeOf<P>>;
export function object<T>(properties: Properties<T>): Wire<T> {
  return {
    write: writerOf(Object.entries(properties)),
    describe: (describing) => describeProperties(properties, describing),
  };
}

/** The value under a name of the operation's data. */
export const value = <Name extends string, V>(name: Name, wire: Wire<V>): Property<Readonly<Record<Name, V>>> => ({
  read: (whole) => wire.write(whole[name]),
  describe: wire.describe,
});

/** The whole value: `object({ book: whole(BOOK) })` is `{book}`. */
export const whole = <T>(wire: Wire<T>): Property<T> => ({ read: wire.write, describe: wire.describe });

/** A value that is computed from others. The wire describes the function's result. */
export const computed = <T, V>(wire: Wire<V>, by: (whole: T) => V): Property<T> => ({
  read: (whole) => wire.write(by(whole)),
  describe: wire.describe,
});

/** As `computed`, but left out without a value. */
export const computedIfAny = <T, V>(wire: Wire<V>, by: (whole: T) => V | null | undefined): Property<T> => ({
  read: (whole) => {
    const one = by(whole) ?? undefined;
    return one === undefined ? undefined : wire.write(one);
  },
  describe: wire.describe,
  isOptional: true,
});

/** A fixed message for people. */
export const say = (sentence: string): Property<unknown> => ({
  read: () => sentence,
  describe: () => ({ type: 'string', description: 'A message for people.' }),
});

export function writerOf<T>(
  properties: readonly (readonly [string, Pick<Property<T>, 'read'>])[],
): (whole: T) => JsonSchema {
  return (whole) => {
    const written: Record<string, unknown> = {};
    for (const [name, { read }] of properties) {
      const one = read(whole);
      if (one !== undefined) written[name] = one;
    }
    return written;
  };
}

function describeProperties<T>(properties: Properties<T>, describing: Describing): JsonSchema {
  const entries = Object.entries(properties);
  const optional = entries.filter(([, { isOptional }]) => isOptional).map(([name]) => name);
  const described = entries.map(([name, { describe }]) => [name, describe(describing)]);
  return objectSchema(Object.fromEntries(described) as JsonSchema, optional);
}
