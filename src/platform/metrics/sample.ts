import { POLICY_NAMES, type PolicyName } from '../../config/rate-limits';
import type { Transport } from './http-metrics';
import { byName, type CacheReadings, type Readings } from './readings';

/** What happened between two readings. Shares are 0 to 1; null where there was nothing to divide by. */
export interface Sample {
  /** Milliseconds since 1970. */
  at: number;
  status: 'ok' | 'degraded' | 'down';
  /** By the name of the cache. */
  hitRatio: Readonly<Record<string, number | null>>;
  latencyMs: { p50: number | null; p99: number | null };
  operationsPerSecond: Record<Transport, number>;
  refusalsPerSecond: Record<PolicyName, number>;
  redis: { usedMemoryBytes: number; keys: number } | null;
  sessionsPerMinute: { begun: number; ended: number };
  /** Of queries: repeated without executing, and sent again because their values were found unchanged. */
  replayShare: { repeated: number | null; confirmed: number | null };
  /** Milliseconds of the database's work in each second, and seconds since the start; null before the first load. */
  databaseTimeSaved: { msPerSecond: number | null; totalSeconds: number | null };
}

export function sampleBetween(before: Readings, now: Readings): Sample {
  const seconds = Math.max((now.at - before.at) / 1000, 0.001);
  const perSecond = (count: (readings: Readings) => number) => (count(now) - count(before)) / seconds;
  const queries = now.queries - before.queries;
  const [savedBefore, savedNow] = [savedSeconds(before, now.cache), savedSeconds(now, now.cache)];
  return {
    at: now.at,
    status: !now.redisUp ? 'down' : now.databaseUp ? 'ok' : 'degraded',
    hitRatio: byName(Object.keys(now.cache), (name) => {
      const [then = NOTHING, current = NOTHING] = [before.cache[name], now.cache[name]];
      const hits = current.hits - then.hits;
      return share(hits, hits + current.misses - then.misses);
    }),
    latencyMs: { p50: quantileMs(before, now, 0.5), p99: quantileMs(before, now, 0.99) },
    operationsPerSecond: {
      graphql: perSecond(({ operations }) => operations.graphql),
      rest: perSecond(({ operations }) => operations.rest),
    },
    refusalsPerSecond: byName(POLICY_NAMES, (policy) => perSecond(({ refused }) => refused[policy])),
    redis: now.redis && { usedMemoryBytes: now.redis.usedMemoryBytes, keys: now.redis.keys },
    sessionsPerMinute: {
      begun: 60 * perSecond(({ sessions }) => sessions.begun),
      ended: 60 * perSecond(({ sessions }) => sessions.ended),
    },
    replayShare: {
      repeated: share(now.replayed - before.replayed, queries),
      confirmed: share(now.confirmed - before.confirmed, queries),
    },
    databaseTimeSaved: {
      msPerSecond: savedNow === null || savedBefore === null ? null : ((savedNow - savedBefore) * 1000) / seconds,
      totalSeconds: savedNow,
    },
  };
}

const NOTHING: CacheReadings = { hits: 0, misses: 0, loadedValues: 0, loadSeconds: 0 };

const share = (part: number, whole: number) => (whole > 0 ? Math.min(part / whole, 1) : null);

/**
 * An estimate: the time that the hits would have taken as loads, at the mean time of loading one value since the start. A
 * cache without loads, and a replayed response, count with the mean of all caches. A replayed response counts as one hit.
 */
function savedSeconds({ cache, replayed }: Readings, measured: Readings['cache']): number | null {
  const all = Object.values(measured).reduce(
    (sum, one) => ({
      ...sum,
      loadedValues: sum.loadedValues + one.loadedValues,
      loadSeconds: sum.loadSeconds + one.loadSeconds,
    }),
    NOTHING,
  );
  const average = secondsPerValue(all);
  if (average === null) return null;
  return Object.entries(cache).reduce(
    (sum, [name, { hits }]) => sum + hits * (secondsPerValue(measured[name] ?? NOTHING) ?? average),
    replayed * average,
  );
}

const secondsPerValue = ({ loadedValues, loadSeconds }: CacheReadings): number | null =>
  loadedValues > 0 ? loadSeconds / loadedValues : null;

/** Interpolates within a bucket, like Prometheus' histogram_quantile. Above all bounds it is the last bound. */
function quantileMs(before: Readings, now: Readings, quantile: number): number | null {
  const earlier = new Map(before.within);
  const counts = now.within.map(([bound, count]) => ({ bound, count: count - (earlier.get(bound) ?? 0) }));
  const rank = quantile * (counts.at(-1)?.count ?? 0);
  if (rank === 0) return null;
  let below = { bound: 0, count: 0 };
  for (const bucket of counts) {
    if (bucket.bound === Infinity) break;
    if (bucket.count >= rank) {
      const into = (rank - below.count) / (bucket.count - below.count);
      return 1000 * (below.bound + into * (bucket.bound - below.bound));
    }
    below = bucket;
  }
  return 1000 * below.bound;
}
