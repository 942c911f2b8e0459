import { Registry } from 'prom-client';
import pino from 'pino';
import { takeReadings, type Readings } from '../../../src/platform/metrics/readings';
import type { Sample } from '../../../src/platform/metrics/sample';
import { SAMPLE_EVERY_MS, Sampler } from '../../../src/platform/metrics/sampler';

let readings: Readings;
let reads: number;
let sampler: Sampler;

beforeEach(async () => {
  jest.useFakeTimers();
  const away = () => Promise.reject(new Error('away'));
  readings = await takeReadings(new Registry(), away);
  reads = 0;
  sampler = new Sampler(
    async () => {
      reads += 1;
      return { ...readings, at: reads * SAMPLE_EVERY_MS, queries: reads };
    },
    pino({ level: 'silent' }),
  );
});
afterEach(() => jest.useRealTimers());

const pass = (seconds: number) => jest.advanceTimersByTimeAsync(seconds * 1_000);

it('reads once a second, however many watch, and not at all while nobody does', async () => {
  await pass(5);
  expect(reads).toBe(0);
  const received: Sample[][] = [[], []];
  const ends = received.map((samples) => sampler.watch((sample) => samples.push(sample)));
  await pass(3);
  expect([reads, ...received.map(({ length }) => length)]).toEqual([4, 3, 3]);
  ends[0]?.();
  await pass(1);
  expect([reads, ...received.map(({ length }) => length)]).toEqual([5, 3, 4]);
  ends[1]?.();
  await pass(5);
  expect(reads).toBe(5);
});

it('keeps the last five minutes for who comes later', async () => {
  const end = sampler.watch(() => undefined);
  await pass(400);
  end();
  expect(sampler.history).toHaveLength(300);
  expect(sampler.history.at(-1)?.at).toBe(reads * SAMPLE_EVERY_MS);
});

it('what was counted while nobody watched is in no sample', async () => {
  const end = sampler.watch(() => undefined);
  await pass(2);
  end();
  readings = { ...readings, operations: { graphql: 1_000_000, rest: 0 } };
  await pass(60);
  const received: Sample[] = [];
  sampler.watch((sample) => received.push(sample))();
  const again = sampler.watch((sample) => received.push(sample));
  await pass(3);
  again();
  expect(received.length).toBeGreaterThan(0);
  expect(received.map(({ operationsPerSecond }) => operationsPerSecond.graphql)).toEqual(received.map(() => 0));
});

it('a reading that fails ends nothing', async () => {
  let failing = true;
  const flaky = new Sampler(
    async () => {
      if (failing) throw new Error('no reading');
      reads += 1;
      return { ...readings, at: reads * SAMPLE_EVERY_MS };
    },
    pino({ level: 'silent' }),
  );
  const received: Sample[] = [];
  const end = flaky.watch((sample) => received.push(sample));
  await pass(2);
  failing = false;
  await pass(3);
  end();
  expect(received.length).toBeGreaterThan(0);
});
