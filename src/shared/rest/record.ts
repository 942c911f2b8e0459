import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
import { getNullableType, GraphQLNonNull } from 'graphql';
import {
  describeFragment,
  describeSelected,
  descriptionOf,
  fragmentOf,
  namesIn,
  selectedIn,
  wrapSchema,
  type Fragment,
  type Selected,
} from './fragment';
import { describedSchema, fieldSchema, listOfSchema, objectSchema, type JsonSchema } from './json-schema';
import { writerOf, type Property } from './properties';
import type { Spelling } from './spelling';
import type { Describing, Wire } from './wire';

/*
 * Records: the data of a stored fragment under the names of the wire. Types, nullability and descriptions come from the
 * GraphQL schema, so the OpenAPI document matches the response.
 */

/** The document of a fragment, as codegen generates it. */
export type FragmentDocument<T> = DocumentTypeDecoration<T, unknown> & { toString(): string };

/** A property of a record; its description may use what the fragment selects. */
interface RecordProperty<T> extends Omit<Property<T>, 'describe'> {
  readonly describe: (describing: Describing, selectedAs: (name: string) => Selected, fragment: Fragment) => JsonSchema;
}

type RecordProperties<T> = Readonly<Record<string, (keyof T & string) | RecordProperty<T>>>;

/** Codegen's type for an object that the fragment does not apply to. A correct route never meets it. */
type OtherType = Record<PropertyKey, never>;

/** A value under its name in GraphQL, unchanged. */
const plain = <Name extends string>(name: Name): RecordProperty<Readonly<Record<Name, unknown>>> => ({
  read: (record) => record[name],
  describe: (describing, selectedAs, { others }) => describeSelected(selectedAs(name), others, describing),
});

/** Left out if it is null: it has no value, or the viewer may not see it. */
export function optional<Name extends string>(name: Name): RecordProperty<Readonly<Record<Name, unknown>>>;
export function optional<T>(property: RecordProperty<T>): RecordProperty<T>;
export function optional<T>(property: string | RecordProperty<T>): RecordProperty<never> | RecordProperty<T> {
  return typeof property === 'string' ? withoutNull(plain(property)) : withoutNull(property);
}

function withoutNull<T>({ read, describe }: RecordProperty<T>): RecordProperty<T> {
  return {
    read: (record) => read(record) ?? undefined,
    describe: (describing, selectedAs, fragment) => describe(describing, (name) => nonNull(selectedAs(name)), fragment),
    isOptional: true,
  };
}

const nonNull = ({ node, field }: Selected): Selected => ({
  node,
  field: { ...field, type: new GraphQLNonNull(getNullableType(field.type)) },
});

/** An enum value in the spelling of the wire. */
export const spelled = <Name extends string>(
  name: Name,
  spelling: Spelling,
): RecordProperty<Readonly<Record<Name, string | null>>> => ({
  read: (record) => {
    const one: string | null = record[name];
    return one === null ? null : spelling(one);
  },
  describe: (_describing, selectedAs) => {
    const { field } = selectedAs(name);
    return describedSchema(fieldSchema(field.type, spelling), field.description);
  },
});

/** Another record in place of its reference; null if GraphQL returns null. */
export const reference = <Name extends string, V>(
  name: Name,
  wire: Wire<V>,
): RecordProperty<Readonly<Record<Name, V | null>>> => ({
  read: (record) => {
    const one: V | null = record[name];
    return one === null ? null : wire.write(one);
  },
  describe: (describing, selectedAs) => {
    const { field } = selectedAs(name);
    return describedSchema(wrapSchema(field.type, wire.describe(describing)), field.description);
  },
});

/** The id of another record. */
export const idOf = <Name extends string>(name: Name) => reference(name, RECORD_ID);

const RECORD_ID: Wire<{ readonly id: string }> = { write: ({ id }) => id, describe: () => ({ type: 'string' }) };

/** A list of other records, without nulls; `[]` if GraphQL returns null. */
export const references = <Name extends string, V>(
  name: Name,
  wire: Wire<V>,
): RecordProperty<Readonly<Record<Name, readonly (V | null)[] | null>>> => ({
  read: (record) => {
    const all: readonly (V | null)[] | null = record[name];
    return (all ?? []).flatMap((one) => (one === null ? [] : [wire.write(one)]));
  },
  describe: (describing, selectedAs) =>
    describedSchema(listOfSchema(wire.describe(describing)), selectedAs(name).field.description),
});

/**
 * The values of a fragment, with the names and forms of the wire. The fragment names the schema in the OpenAPI document.
 *
 * @param properties by their names on the wire; if absent, everything is written as the fragment selects it
 */
export function record<T extends object>(
  document: FragmentDocument<T>,
  properties?: RecordProperties<T>,
): Wire<T | OtherType> {
  const fragment = fragmentOf(document.toString());
  if (!properties) {
    return {
      write: (written) => written,
      describe: (describing) => describing.component(fragment.name, describeFragment(fragment, describing)),
    };
  }
  const entries = Object.entries(properties).map(([name, one]) => [name, propertyOf(one)] as const);
  const write = writerOf(entries);
  return {
    write: (written) => {
      if (isOther(written)) throw new Error(`the operation returned an object that is not a ${fragment.name}`);
      return write(written);
    },
    describe: (describing) => describing.component(fragment.name, describeRecord(fragment, entries, describing)),
  };
}

/** A record that is a document of the wire: with `_id` and `id`, and `createdAt` and `updatedAt` where they are selected. */
export function document<T extends { readonly id: string }>(
  fragment: FragmentDocument<T>,
  properties: RecordProperties<T>,
): Wire<T | OtherType> {
  const names = namesIn(fragmentOf(fragment.toString()));
  const times = ['createdAt', 'updatedAt'].filter((name): name is keyof T & string => names.includes(name));
  const identity: RecordProperties<T> = { _id: plain('id'), id: plain('id') };
  return record(fragment, {
    ...identity,
    ...properties,
    ...Object.fromEntries(times.map((name) => [name, name])),
  });
}

const propertyOf = <T>(property: (keyof T & string) | RecordProperty<T>): RecordProperty<T> =>
  typeof property === 'string' ? plain<keyof T & string>(property) : property;

function isOther(value: object): value is OtherType {
  for (const _name in value) return false;
  return true;
}

function describeRecord<T>(
  fragment: Fragment,
  entries: readonly (readonly [string, RecordProperty<T>])[],
  describing: Describing,
): JsonSchema {
  const selected = selectedIn(describing.schema, fragment);
  const selectedAs = (name: string) => {
    const one = selected.get(name);
    if (!one) throw new Error(`the fragment ${fragment.name} does not select ${name}`);
    return one;
  };
  const described = entries.map(([name, { describe }]) => [name, describe(describing, selectedAs, fragment)]);
  const left = entries.filter(([, { isOptional }]) => isOptional).map(([name]) => name);
  const schema = objectSchema(Object.fromEntries(described) as JsonSchema, left);
  return describedSchema(schema, descriptionOf(describing.schema, fragment));
}
