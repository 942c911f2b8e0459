import type { Registry } from 'prom-client';
import type { CacheMeter } from '../cache/meter';
import { createTally, remembered } from './tally';

/** Reads answered from the cache and from the database since the start, for /health. */
export interface CacheCounters {
  hits: number;
  misses: number;
}

/**
 * Counts the events of the caches.
 *
 * @param caches the names of all caches: each has its counters from the start, so that the first read is an increase
 * @param counters is kept up to date
 */
export function createCacheMetrics(registry: Registry, caches: readonly string[], counters: CacheCounters): CacheMeter {
  const perCache = (name: string, help: string) => {
    const tally = createTally(registry, name, help, ['cache']);
    return remembered((cache) => tally({ cache }));
  };
  const requests = createTally(registry, 'stms_cache_requests_total', 'Reads by result', ['cache', 'result']);
  const [hit, miss, bypass] = [
    remembered((cache) => requests({ cache, result: 'hit' })),
    remembered((cache) => requests({ cache, result: 'miss' })),
    remembered((cache) => requests({ cache, result: 'bypass' })),
  ];
  const loads = perCache('stms_cache_loads_total', 'Loads from the database');
  const seconds = perCache('stms_cache_load_seconds_total', 'Time that loads took');
  const values = perCache('stms_cache_loaded_values_total', 'Values that loads brought');
  const coalesced = perCache('stms_cache_coalesced_total', 'Reads that shared a load');
  const bytes = createTally(registry, 'stms_cache_bytes_total', 'Bytes read from and stored in Redis', [
    'cache',
    'direction',
  ]);
  const read = remembered((cache) => bytes({ cache, direction: 'read' }));
  const stored = remembered((cache) => bytes({ cache, direction: 'stored' }));
  const bypasses = createTally(registry, 'stms_cache_bypasses_total', 'Reads past the cache by reason', ['reason']);
  const because = {
    'write-intent': bypasses({ reason: 'write-intent' }),
    generation: bypasses({ reason: 'generation' }),
  };

  for (const cache of caches)
    for (const counter of [hit, miss, bypass, loads, seconds, values, coalesced, read, stored]) counter(cache);
  return {
    read(cache, result, reason) {
      switch (result) {
        case 'HIT':
          counters.hits += 1;
          return hit(cache)();
        case 'MISS':
          counters.misses += 1;
          return miss(cache)();
        case 'BYPASS':
          if (reason === 'write-intent' || reason === 'generation') because[reason]();
          return bypass(cache)();
      }
    },
    load: (cache) => loads(cache)(),
    loaded(cache, count, duration) {
      values(cache)(count);
      seconds(cache)(duration);
    },
    coalesced: (cache) => coalesced(cache)(),
    bytes: (cache, direction, count) => (direction === 'read' ? read : stored)(cache)(count),
  };
}
