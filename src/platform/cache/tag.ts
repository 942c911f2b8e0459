import { randomBytes } from 'node:crypto';

declare const isTag: unique symbol;

/** The name of what changes together, such as a list or one record; its version lives at `tag:{name}`. */
export type Tag = string & { readonly [isTag]: true };

/** The tags that a change touches. Never empty, because old values would stay valid after such a change. */
export type Tags = readonly [Tag, ...Tag[]];

export const tag = (name: string): Tag => name as Tag;

export const tagKey = (name: Tag): string => `tag:${name}`;

/** Random, not a counter, which would repeat old versions after a loss of data. */
export const newToken = (): string => randomBytes(9).toString('base64url');

/** A tag outlives the entries stored under it and every transaction that may have an intent on it. */
export const TAG_TTL_MS = 24 * 60 * 60_000;

/**
 * The tag of every entry: the cache generation. Its token has the epoch of the Redis server. If the server lost its data or
 * was replaced, a new generation begins, and no earlier entry is valid. The name `era` is that of replicas of 1.0, which may
 * run beside this one.
 */
export const GENERATION = tag('era');

/** A writer's intent on a tag: its PostgreSQL transaction, and when it was declared (milliseconds since 1970). */
export interface WriteIntent {
  xid: string;
  setAt: number;
}

/** The version of a tag as stored: `token`, or `token!xid@ms,xid@ms` while writers are in flight. */
export const hasIntents = (version: string): boolean => version.includes('!');

export function intentsOf(version: string): WriteIntent[] {
  const intents = version.split('!')[1];
  if (!intents) return [];
  return intents.split(',').map((text) => {
    const [xid = '', setAt = '0'] = text.split('@');
    return { xid, setAt: Number(setAt) };
  });
}
