import type { Registry } from 'prom-client';
import { POLICY_NAMES, type PolicyName } from '../../config/rate-limits';
import type { RedisFacts } from '../redis/redis-facts';
import type { Transport } from './http-metrics';

/** The counters of one gateway at one moment. All but the last three count from its start. */
export interface Readings {
  /** Milliseconds since 1970. */
  at: number;
  /** By the name of the cache. */
  cache: Readonly<Record<string, CacheReadings>>;
  operations: Record<Transport, number>;
  queries: number;
  /** How many operations took at most `bound` seconds, for each bound of the histogram. */
  within: readonly [bound: number, count: number][];
  refused: Record<PolicyName, number>;
  replayed: number;
  confirmed: number;
  sessions: { begun: number; ended: number };
  redisUp: boolean;
  databaseUp: boolean;
  /** Null while Redis does not answer. */
  redis: Pick<RedisFacts, 'usedMemoryBytes' | 'keys'> | null;
}

export interface CacheReadings {
  hits: number;
  misses: number;
  /** Values that were loaded from the database, and the time of those loads. */
  loadedValues: number;
  loadSeconds: number;
}

interface MetricValue {
  labels: Partial<Record<string, string | number>>;
  value: number;
}

/** Reads the registry like a scrape of /metrics, but only the metrics named here. */
export async function takeReadings(registry: Registry, facts: () => Promise<RedisFacts>): Promise<Readings> {
  const redis = facts().catch(() => null);
  const valuesOf = async (name: string): Promise<MetricValue[]> =>
    (await registry.getSingleMetric(name)?.get())?.values ?? [];
  const [requests, values, seconds, refusals, buckets, ...rest] = await Promise.all([
    valuesOf('stms_cache_requests_total'),
    valuesOf('stms_cache_loaded_values_total'),
    valuesOf('stms_cache_load_seconds_total'),
    valuesOf('stms_rate_limit_refusals_total'),
    valuesOf('stms_operation_duration_seconds'),
    valuesOf('stms_replayed_answers_total'),
    valuesOf('stms_confirmed_answers_total'),
    valuesOf('stms_sessions_created_total'),
    valuesOf('stms_sessions_ended_total'),
    valuesOf('stms_redis_up'),
    valuesOf('stms_database_up'),
  ]);
  const [replayed = 0, confirmed = 0, begun = 0, ended = 0, redisUp = 0, databaseUp = 0] = rest.map((all) => sum(all));
  const bounds = [...new Set(buckets.flatMap(({ labels: { le } }) => (le === undefined ? [] : [le])))];
  return {
    at: Date.now(),
    cache: byName(namesOf(requests), (cache) => ({
      hits: sum(requests, { cache, result: 'hit' }),
      misses: sum(requests, { cache, result: 'miss' }),
      loadedValues: sum(values, { cache }),
      loadSeconds: sum(seconds, { cache }),
    })),
    operations: {
      graphql: sum(buckets, { door: 'graphql', le: '+Inf' }),
      rest: sum(buckets, { door: 'rest', le: '+Inf' }),
    },
    queries: sum(buckets, { kind: 'query', le: '+Inf' }),
    within: bounds.map((le) => [le === '+Inf' ? Infinity : Number(le), sum(buckets, { le })]),
    refused: byName(POLICY_NAMES, (policy) => sum(refusals, { policy })),
    replayed,
    confirmed,
    sessions: { begun, ended },
    redisUp: redisUp === 1,
    databaseUp: databaseUp === 1,
    redis: await redis,
  };
}

/** The caches among the labels. */
const namesOf = (values: readonly MetricValue[]): string[] => [
  ...new Set(values.map(({ labels }) => String(labels['cache']))),
];

/** Adds up the values that have these labels. */
function sum(values: readonly MetricValue[], labels: Record<string, string | number> = {}): number {
  const wanted = Object.entries(labels);
  return values
    .filter((one) => wanted.every(([name, value]) => one.labels[name] === value))
    .reduce((total, { value }) => total + value, 0);
}

export const byName = <Name extends string, Value>(
  names: readonly Name[],
  value: (name: Name) => Value,
): Record<Name, Value> => Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, Value>;
