import { Registry } from 'prom-client';
import { createCacheMetrics } from '../../../src/platform/metrics/cache-metrics';
import { createOperationMeter } from '../../../src/platform/metrics/http-metrics';
import { takeReadings, type Readings } from '../../../src/platform/metrics/readings';
import { sampleBetween } from '../../../src/platform/metrics/sample';
import { createTally } from '../../../src/platform/metrics/tally';

/* What the status page gets, reckoned from counters as they are at work. */

const CACHES = ['profile', 'students', 'student', 'trainers', 'trainer', 'lectures', 'lecture', 'today'];

let registry: Registry;
let operation: ReturnType<typeof createOperationMeter>;
let cache: ReturnType<typeof createCacheMetrics>;
let replayed: () => void;

beforeEach(() => {
  registry = new Registry();
  operation = createOperationMeter(registry);
  cache = createCacheMetrics(registry, CACHES, { hits: 0, misses: 0 });
  replayed = createTally(registry, 'stms_replayed_answers_total', 'Replayed')({});
});

const facts = async () => ({ usedMemoryBytes: 1, keys: 2, hits: 3, misses: 4, connectedClients: 5 });
const read = async (at: number): Promise<Readings> => ({ ...(await takeReadings(registry, facts)), at });
const times = (count: number, work: () => void) => Array.from({ length: count }).forEach(work);

it('nothing happened: no ratios, no latencies, no rates', async () => {
  const sample = sampleBetween(await read(0), await read(1_000));
  expect(sample.hitRatio).toEqual(expect.objectContaining({ students: null, profile: null }));
  expect(sample.latencyMs).toEqual({ p50: null, p99: null });
  expect(sample.operationsPerSecond).toEqual({ graphql: 0, rest: 0 });
  expect(sample.replayShare).toEqual({ repeated: null, confirmed: null });
  expect(sample.databaseTimeSaved).toEqual({ msPerSecond: null, totalSeconds: null });
  expect(sample.redis).toEqual({ usedMemoryBytes: 1, keys: 2 });
});

it('covers only what happened between two readings', async () => {
  const work = () => {
    operation('graphql', 'query', 0.002);
    cache.read('students', 'MISS', null);
    cache.loaded('students', 1, 0.01);
  };
  times(50, work);
  const before = await read(0);
  times(3, () => cache.read('students', 'HIT', null));
  work();
  times(3, () => operation('rest', 'mutation', 0.002));
  times(4, replayed);
  times(3, () => operation('graphql', 'query', 0.002));
  const sample = sampleBetween(before, await read(2_000));
  expect(sample.hitRatio.students).toBe(0.75);
  expect(sample.operationsPerSecond).toEqual({ graphql: 2, rest: 1.5 });
  expect(sample.replayShare.repeated).toBe(1);
});

it('latencies lie within the bucket that holds their rank', async () => {
  const before = await read(0);
  times(98, () => operation('graphql', 'query', 0.0008)); // above 0.5 ms, up to 1 ms
  times(2, () => operation('graphql', 'query', 0.3)); // above 250 ms, up to 500 ms
  const { latencyMs } = sampleBetween(before, await read(1_000));
  expect(latencyMs.p50).toBeCloseTo(0.5 + (0.5 * 50) / 98, 6);
  expect(latencyMs.p99).toBeCloseTo(375, 6);
  times(1_000, () => operation('graphql', 'query', 9)); // above all bounds
  expect(sampleBetween(before, await read(1_000)).latencyMs.p99).toBe(2_500);
});

it('time saved: hits at the mean time of loading one value of their cache; a repeated answer at that of all', async () => {
  cache.loaded('students', 4, 0.08); // 20 ms each
  cache.loaded('lectures', 4, 0.24); // 60 ms each; of all, 40 ms
  const before = await read(0);
  times(3, () => cache.read('students', 'HIT', null));
  cache.read('lectures', 'HIT', null);
  cache.read('today', 'HIT', null); // never loaded yet
  times(2, replayed);
  const { databaseTimeSaved } = sampleBetween(before, await read(2_000));
  expect(databaseTimeSaved.totalSeconds).toBeCloseTo(0.06 + 0.06 + 0.04 + 0.08, 9);
  expect(databaseTimeSaved.msPerSecond).toBeCloseTo(120, 9);
});

it('Redis away is no reading of it, and no failure', async () => {
  const { redis } = await takeReadings(registry, () => Promise.reject(new Error('away')));
  expect(redis).toBeNull();
});
