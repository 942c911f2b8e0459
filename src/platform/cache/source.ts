import type { Tags } from './tag';

/** JSON as it comes back from the cache: dates are ISO 8601 text. Requests share it, so nobody may change it. */
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
  /** Milliseconds since 1970: whatever the lifetime, it ends then at the latest. */
  until?: number;
}

/** An input of a source, and where its value lives. */
export interface Wanted {
  source: CacheSource<unknown, unknown>;
  input: unknown;
  slot: Slot;
}

/** A read, without its value. */
export interface Reading extends Wanted {
  /** Digest of the value's text; empty for what does not exist. */
  digest: string;
}

/** Lifetimes are shortened by up to this share, so that entries do not expire at the same time. */
export const JITTER = 0.05;

/** The shortest that jitter leaves of a value's life if it is stored at `now`; milliseconds. */
export const leastLife = ({ ttlMs, until = Infinity }: Slot, now: number): number =>
  Math.min(ttlMs * (1 - JITTER), until - now);

/**
 * One kind of cached value: where the value of an input is kept, and how missing ones are loaded. `load` answers in the
 * order of its inputs, null for what does not exist; a null is never stored. What it answers is JSON: times are text already.
 */
export interface CacheSource<Input, Value, Loaded = Value> {
  /** The name of this kind of value: a label of the cache's metrics, so there are few of them. */
  cache: string;
  slot(input: Input): Slot;
  load(inputs: readonly Input[]): Promise<readonly (Loaded | null)[]>;
  /** If there is one, `load` answers with JSON text. */
  format?: Format<Value>;
}

/** For values that are cached in another form than they are used in. */
export interface Format<Value> {
  /** Stands in each entry. Entries of another shape are not used: a replica of another version has stored them. */
  shape: string;
  /** @param text that `load` has returned, with the same escapes */
  valueOf(text: string): Value;
}
