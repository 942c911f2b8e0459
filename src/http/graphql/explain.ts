import type { CacheRead, ReadDependencies } from '../../platform/cache/read-dependencies';

/** One cached read in `extensions.cache`. Times are in milliseconds. */
interface Explanation {
  key: string;
  result: CacheRead['result'];
  reason: CacheRead['reason'];
  ageMs: number | null;
  leftMs: number | null;
  tags: string[];
}

export const EXPLAIN_HEADER = 'x-cache-explain';

/** The response with an explanation of each of its cached reads. */
export function withExplanation(body: string, log: ReadDependencies): string {
  const answer = JSON.parse(body) as { extensions?: object };
  return JSON.stringify({ ...answer, extensions: { ...answer.extensions, cache: log.reads.map(explain) } });
}

const explain = ({ slot, result, reason, ageMs, leftMs }: CacheRead): Explanation => ({
  key: slot.key,
  result,
  reason,
  ageMs,
  leftMs,
  tags: [...slot.tags],
});
