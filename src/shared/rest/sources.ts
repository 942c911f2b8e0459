import type { Spelling } from './spelling';

/*
 * Where the variables of a stored operation come from. A route writes them as a tree that mirrors the variables:
 * `{ id: param('id'), input: { name: field('name'), phone: field('phoneNo', 'phone') } }`.
 */

/** What a function of a route gets besides the values. */
export interface Surroundings {
  /** The gateway's time zone, for times that are sent without one. */
  timeZone: string;
}

/** TypeScript types of GraphQL's scalars in JSON. */
interface Scalars {
  ID: string;
  String: string;
  Int: number;
  Float: number;
  Boolean: boolean;
  Date: string;
  DateTime: string;
  JSON: unknown;
}

export type Place = 'path' | 'query' | 'body';

interface Given {
  /** The name of a GraphQL type. Required if only a derived variable uses the value. */
  type?: string;
  description?: string;
  /** The value if the request has none. */
  fallback?: unknown;
  /** The documented spelling of enum values. */
  spelling?: Spelling;
  /** Empty text is a value, which the operation may refuse. Otherwise empty text counts as absent. */
  isEmptyKept?: boolean;
  /** The route requires the value, even if the operation does not. */
  isNeeded?: boolean;
}

/** A value of the request: a path parameter, a query parameter or a field of the body. */
export class Sent<V = unknown> {
  readonly source = 'sent';
  /** For the type checker only. */
  declare readonly value: V;

  /** @param names of the same value, the documented one first. The first that the request has is used. */
  constructor(
    readonly place: Place,
    readonly names: readonly string[],
    readonly given: Given = {},
  ) {}

  /** Names the type of a value from which a variable is derived. Other values have the type of their variable. */
  as<T extends keyof Scalars>(type: T, description?: string): Sent<Scalars[T]> {
    return this.with<Scalars[T]>({ type, description });
  }

  /** As `as`, for an enum of the GraphQL schema. */
  asEnum(type: string, description?: string): Sent<string> {
    return this.with<string>({ type, description });
  }

  /** The value to use for an absent one. */
  or<D extends V>(fallback: D): Sent<V> {
    return this.with<V>({ fallback });
  }

  spelled(spelling: Spelling): Sent<V> {
    return this.with<V>({ spelling });
  }

  /** Passes empty text on, so that the operation refuses it: a name in an update, for example. */
  keepingEmpty(): Sent<V> {
    return this.with<V>({ isEmptyKept: true });
  }

  /** Refuses a request without the value, even if the operation does not need it. */
  needed(): Sent<V> {
    return this.with<V>({ isNeeded: true });
  }

  private with<T>(given: Given): Sent<T> {
    return new Sent<T>(this.place, this.names, { ...this.given, ...given });
  }
}

/** A fixed value. */
export interface Constant {
  source: 'constant';
  value: unknown;
}

export interface Derived {
  source: 'derived';
  from: Readonly<Record<string, Sent>>;
  /** @returns undefined for a variable that stays absent. @throws AppError BAD_USER_INPUT with the names of the wire */
  by: (values: Readonly<Record<string, unknown>>, surroundings: Surroundings) => unknown;
}

/** A list of objects in the body whose fields have other names in GraphQL. */
export interface Each {
  source: 'each';
  list: Sent;
  item: SourceTree;
}

export type Source = Sent | Constant | Derived | Each;

export interface SourceTree {
  readonly [variable: string]: Source | SourceTree;
}

/** The sources of an operation's variables. Every required variable must have one. */
export type SourcesOf<Arguments> = {
  readonly [Name in keyof Arguments]: Source | InnerSources<NonNullable<Arguments[Name]>>;
};

type InnerSources<Value> = Value extends string | number | boolean | readonly unknown[] ? never : SourcesOf<Value>;

export const isSource = (node: Source | SourceTree): node is Source => typeof node['source'] === 'string';

/** The value of `:name` in the path. */
export const param = (name: string): Sent => new Sent('path', [name]);

/** A parameter of the query string. */
export const query = (...names: [string, ...string[]]): Sent => new Sent('query', names);

/** A field of the body, under any of its names. */
export const field = (...names: [string, ...string[]]): Sent => new Sent('body', names);

/** Fields of the body that GraphQL knows by the same names. */
export const fields = <Name extends string>(...names: readonly Name[]): Readonly<Record<Name, Sent>> =>
  Object.fromEntries(names.map((name) => [name, field(name)])) as Record<Name, Sent>;

export const constant = (value: string | number | boolean | null): Constant => ({ source: 'constant', value });

/**
 * A variable that is computed from several values. If the operation requires the variable, each value must be sent unless it
 * has an `or`. Faults of the variable are reported for the first value.
 */
export const derived = <From extends Readonly<Record<string, Sent>>>(
  from: From,
  by: (values: ValuesOf<From>, surroundings: Surroundings) => unknown,
): Derived => ({ source: 'derived', from, by: by as Derived['by'] });

export type ValuesOf<From> = {
  readonly [Name in keyof From]: From[Name] extends Sent<infer V> ? V | undefined : never;
};

export const each = (name: string, item: SourceTree): Each => ({ source: 'each', list: field(name), item });
