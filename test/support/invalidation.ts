import type { Campus, Member } from './campus';
import { dataOf } from './graphql';
import { RowsOfNouns } from './rows-of-nouns';

export const MINUTE_MS = 60_000;
export const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';

export interface Read {
  by: Member;
  query: (campus: Campus) => string;
}

export interface Change {
  /** The mutation that it tells of. Every mutation of the schema has a change. */
  of: string;
  does: (campus: Campus) => Promise<unknown>;
  /** The names of the reads that it clears, of whatever noun: these, and no others. */
  misses: readonly string[];
}

export interface Stored {
  query: (campus: Campus) => string;
  /** Under which it is stored, in the order in which X-Cache-Key tells them. */
  keys: (campus: Campus) => string[];
  lifetimeMs: number;
}

/** What a noun keeps in the cache, and what clears it. */
export interface Invalidation {
  reads?: Record<string, Read>;
  changes?: Record<string, Change>;
  /** Undoes what a change of the noun has done, and makes anew what it may have removed; once before all of them. */
  restore?: (campus: Campus) => Promise<unknown>;
  /** Every key there may be, and how long it lives at most. */
  patterns?: [pattern: RegExp, longestMs: number][];
  stored?: Record<string, Stored>;
}

export const invalidation = new RowsOfNouns<Invalidation>('invalidation');

/** What a mutation answers as `done`. */
export async function done<T>(campus: Campus, by: Member, mutation: string, input: object = {}): Promise<T> {
  return dataOf<{ done: T }>(await campus.ask(by, mutation, { input })).done;
}
