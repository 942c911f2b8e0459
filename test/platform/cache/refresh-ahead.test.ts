import { setTimeout as sleep } from 'node:timers/promises';
import { decodeEntry, encodeEntry, type Entry } from '../../../src/platform/cache/entry';
import { tagKey } from '../../../src/platform/cache/tag';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { eventually } from '../../support/eventually';
import { startTestRedis, type TestRedis } from '../../support/redis';
import { ALL_NOTES, createNotes, gate, noteSource, noteTag, writeNote } from './notes';
import { forgetAll, startReplica, type Replica } from './replica';

const KEY = 'single_lecture:a';
const LIFE_MS = 100_000;
const READERS = 200;

let database: TestDatabase;
let redis: TestRedis;
let replica: Replica;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  replica = await startReplica(database.url, redis.url);
  await createNotes(replica.database);
});

beforeEach(async () => {
  await forgetAll(replica);
  await writeNote(replica, 'a', 1);
  await eventually(async () => (await note()).result === 'HIT');
  replica.counts.loads = replica.counts.coalesced = 0;
});

afterAll(async () => {
  await replica.close();
  await Promise.all([database.drop(), redis.stop()]);
});

const note = (source = noteSource(replica, { ttlMs: LIFE_MS })) => replica.read(source, 'a');

async function entry(): Promise<Entry> {
  const found = decodeEntry((await replica.redis.client.get(KEY)) ?? '');
  if (!found) throw new Error('nothing is stored');
  return found;
}

/** Makes the stored value as old as if only this share of its life were left. */
async function age(shareLeft: number): Promise<Entry> {
  const expiresAt = Date.now() + LIFE_MS * shareLeft;
  const aged = { ...(await entry()), storedAt: expiresAt - LIFE_MS, expiresAt };
  await replica.redis.client.set(KEY, encodeEntry(aged), 'PXAT', Math.ceil(expiresAt));
  return aged;
}

const isPutOff = async ({ expiresAt }: Entry) => (await entry()).expiresAt > expiresAt + LIFE_MS / 2;

/** Whatever the readers have begun in the background has been stored, or has been given up. */
const quiet = async () => {
  for (let turn = 0; turn < 50; turn += 1) await replica.redis.client.ping();
};

test('a value with more than a tenth of its life left is not loaded', async () => {
  await age(0.12);

  expect((await note()).result).toBe('HIT');
  await quiet();
  expect(replica.counts.loads).toBe(0);
});

test('in its last tenth the reader gets the old value at once, and one load puts off its end', async () => {
  const aged = await age(0.08);

  const met = await note();
  await eventually(() => isPutOff(aged));

  expect([met.value?.n, met.result]).toEqual([1, 'HIT']);
  expect(met.leftMs).toBeLessThanOrEqual(LIFE_MS * 0.08);
  expect(replica.counts.loads).toBe(1);
});

test('the reader does not wait for the load', async () => {
  await age(0.08);
  const { passed, open } = gate();

  const met = await note(noteSource(replica, { ttlMs: LIFE_MS, afterLoad: () => passed }));

  expect([met.result, replica.counts.loads]).toEqual(['HIT', 1]);
  open();
});

test('many readers cause one load, those who come while it runs too', async () => {
  const aged = await age(0.08);
  const { passed, open } = gate();
  const source = noteSource(replica, { ttlMs: LIFE_MS, afterLoad: () => passed });
  const many = () => Promise.all(Array.from({ length: READERS }, () => note(source)));

  const met = [...(await many()), ...(await many())];
  open();
  await eventually(() => isPutOff(aged));
  met.push(...(await many()));

  expect(new Set(met.map(({ result }) => result))).toEqual(new Set(['HIT']));
  expect(replica.counts).toEqual({ loads: 1, coalesced: 0 });
});

test('the end of its tags is put off with it', async () => {
  const aged = await age(0.08);
  const keys = [ALL_NOTES, noteTag('a')].map(tagKey);
  await Promise.all(keys.map((key) => replica.redis.client.pexpire(key, LIFE_MS)));

  await note();
  await eventually(() => isPutOff(aged));

  const lives = await Promise.all(keys.map((key) => replica.redis.client.pttl(key)));
  expect(Math.min(...lives)).toBeGreaterThan(10 * LIFE_MS);
});

test('a load that fails leaves the value, and the next reader tries again', async () => {
  const aged = await age(0.08);
  const failing = noteSource(replica, { ttlMs: LIFE_MS, afterLoad: () => Promise.reject(new Error('no such table')) });

  const met = [await note(failing)];
  await quiet();
  expect(await entry()).toEqual(aged);
  met.push(await note());
  await eventually(() => isPutOff(aged));

  expect(met.map(({ value, result }) => [value?.n, result])).toEqual([
    [1, 'HIT'],
    [1, 'HIT'],
  ]);
  expect(replica.counts.loads).toBe(2);
});

test('a change while it is loaded makes what is stored worthless', async () => {
  const aged = await age(0.08);
  const loaded = gate();
  const { passed, open } = gate();
  const afterLoad = () => {
    loaded.open();
    return passed;
  };
  await note(noteSource(replica, { ttlMs: LIFE_MS, afterLoad }));
  await loaded.passed;
  await writeNote(replica, 'a', 2);
  open();
  await eventually(() => isPutOff(aged));
  expect((await entry()).json).toContain('"n":1');

  const met = await note();

  expect([met.value?.n, met.result, met.reason]).toEqual([2, 'MISS', 'changed']);
});

test('continuous readers get only HITs, over many lifetimes', async () => {
  let met = await readOverLives(3_000, 3);
  // Where the machine stood still for half of a last tenth, nobody was there to begin the load: once more.
  while (met.longestWaitMs > 150) met = await readOverLives(3_000, 3);

  expect(met.results).toContain('HIT');
  expect(met.results.filter((result) => result !== 'HIT')).toEqual([]);
}, 180_000);

/** Reads without a pause until the value was loaded ahead of its end `loads` times. */
async function readOverLives(ttlMs: number, loads: number) {
  await replica.redis.client.del(KEY);
  const source = noteSource(replica, { ttlMs });
  const results: string[] = [];
  let longestWaitMs = 0;
  const timed = async <T>(work: () => Promise<T>): Promise<T> => {
    const begun = Date.now();
    const value = await work();
    longestWaitMs = Math.max(longestWaitMs, Date.now() - begun);
    return value;
  };
  const watched = { ...source, load: (names: readonly string[]) => timed(() => source.load(names)) };
  await eventually(async () => (await note(watched)).result === 'HIT');
  replica.counts.loads = longestWaitMs = 0;
  while (replica.counts.loads < loads) {
    await timed(async () => {
      results.push((await note(watched)).result);
      await sleep(5);
    });
  }
  return { results, longestWaitMs };
}

test('a value that ends at a fixed moment is not put off beyond it', async () => {
  const aged = await age(0.08);

  await note(noteSource(replica, { ttlMs: LIFE_MS, until: aged.expiresAt }));
  await eventually(async () => (await entry()).storedAt > aged.storedAt);

  expect((await entry()).expiresAt).toBeLessThanOrEqual(aged.expiresAt);
});
