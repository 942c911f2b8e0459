import type { Tags } from './tag';

/** JSON as the cache returns it: dates are ISO 8601 text. Requests share it, so it must not be changed. */
export type Json<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Json<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Json<T[Key]> }
      : T;

/** The key of an entry in Redis, its tags and its lifetime. */
export interface Slot {
  key: string;
  tags: Tags;
  /** Milliseconds. */
  ttlMs: number;
  /** Milliseconds since 1970. The entry expires by then, even if its lifetime is longer. */
  until?: number;
}

/** An input of a source, and the slot of its value. */
export interface Wanted {
  source: CacheSource<unknown, unknown>;
  input: unknown;
  slot: Slot;
}

/** A read, without its value. */
export interface Reading extends Wanted {
  /** Digest of the value's text; empty for a value that does not exist. */
  digest: string;
}

/** Lifetimes are shortened by up to this share, so that entries do not expire at the same time. */
export const JITTER = 0.05;

/** The shortest lifetime that jitter leaves to a value stored at `now`, in milliseconds. */
export const leastLife = ({ ttlMs, until = Infinity }: Slot, now: number): number =>
  Math.min(ttlMs * (1 - JITTER), until - now);

/**
 * One kind of cached value: the slot of each input's value, and how missing values are loaded. `load` returns values in the
 * order of its inputs, and null for one that does not exist. A null is never stored. Values are JSON, so times are text.
 */
export interface CacheSource<Input, Value, Loaded = Value> {
  /** The name of this kind of value: a label of the cache's metrics, so there are few of them. */
  cache: string;
  slot(input: Input): Slot;
  load(inputs: readonly Input[]): Promise<readonly (Loaded | null)[]>;
  /** With a format, `load` returns JSON text. */
  format?: Format<Value>;
}

/** For values that are cached in another form than they are used in. */
export interface Format<Value> {
  /** Stored in each entry. Entries of another shape are not used, because a replica of another version has stored them. */
  shape: string;
  /** @param text that `load` has returned, with the same escapes */
  valueOf(text: string): Value;
}
