import type { Cache } from '../platform/cache/cache';
import { CacheReader } from '../platform/cache/reader';
import type { FeatureInstance } from '../shared/feature';
import type { Job } from './job';

/** Fills the cache with the most common reads, which each feature provides. */
export const warmUp = (cache: Cache, features: readonly Pick<FeatureInstance, 'warmUp'>[]): Job => ({
  name: 'warm-up',
  async run() {
    const reader = new CacheReader(cache, true);
    reader.log.unasked = true;
    const counts = await Promise.all(features.map(async (feature) => feature.warmUp?.(reader)));
    return Object.fromEntries(counts.flatMap((one) => Object.entries(one ?? {})));
  },
});
