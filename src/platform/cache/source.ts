import type { Tags } from './tag';

/** The kinds of cached value; also the bounded label of the cache's metrics. */
export const CACHE_NAMES = [
  'profile',
  'students',
  'student',
  'trainers',
  'trainer',
  'lectures',
  'lecture',
  'today',
] as const;

export type CacheName = (typeof CACHE_NAMES)[number];

/** JSON as it comes back from the cache: dates are ISO 8601 text. */
export type Json<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? Json<Item>[]
    : T extends object
      ? { [Key in keyof T]: Json<T[Key]> }
      : T;

/** Where a value lives in Redis, what it hangs on and how long it may stay. */
export interface Slot {
  key: string;
  tags: Tags;
  /** Milliseconds. */
  ttlMs: number;
}

/**
 * One kind of cached value: where the value of an input is kept, and how missing ones are loaded. `load` answers in the
 * order of its inputs, null for what does not exist; a null is never stored.
 */
export interface CacheSource<Input, Value> {
  cache: CacheName;
  slot(input: Input): Slot;
  load(inputs: readonly Input[]): Promise<readonly (Value | null)[]>;
}
