import type { ReadDependencies } from './read-dependencies';
import type { Wanted } from './source';
import { GENERATION, type Tag } from './tag';

/** One read, and the read dependencies of its request. */
export interface Ask extends Wanted {
  log: ReadDependencies;
}

/** Tag versions as one trip to Redis found them; null for an absent tag. */
export type Versions = ReadonlyMap<Tag, string | null>;

/** The state of Redis at one moment: the entries of the reads, in their order, and the versions of all their tags. */
export interface Fetched {
  stored: readonly (string | null)[];
  versions: Versions;
}

/** All tags of an entry, the cache generation first. */
export const tagsOf = ({ slot }: Ask): Tag[] => [GENERATION, ...slot.tags];

/** All tags of any of the entries, each once. */
export const tagsOfAll = (asks: readonly Ask[]): Tag[] => [...new Set(asks.flatMap(tagsOf))];

/** Groups reads by source, because one load can answer a group. */
export function bySource(asks: readonly Ask[]): Ask[][] {
  const groups = new Map<Ask['source'], Ask[]>();
  for (const ask of asks) {
    const group = groups.get(ask.source);
    if (group) group.push(ask);
    else groups.set(ask.source, [ask]);
  }
  return [...groups.values()];
}
