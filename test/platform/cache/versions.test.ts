import { CacheReader } from '../../../src/platform/cache/reader';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { eventually } from '../../support/eventually';
import { startTestRedis, type TestRedis } from '../../support/redis';
import { createNotes, noteSource, noteTag, startWrite, writeNote } from './notes';
import { forgetAll, startReplica, type Replica } from './replica';

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
  await replica.read(noteSource(replica), 'nothing');
});

afterAll(async () => {
  await replica.close();
  await Promise.all([database.drop(), redis.stop()]);
});

const keysOf = (pattern: string) => replica.redis.client.keys(pattern);
const note = (name: string) => replica.read(noteSource(replica), name);

describe('a tag', () => {
  test('is created with the first value that depends on it', async () => {
    await writeNote(replica, 'a', 1);
    await replica.redis.client.del('tag:notes', 'tag:note:a');

    const first = await note('a');
    const second = await note('a');

    expect([first.reason, second.result]).toEqual(['absent', 'HIT']);
    expect(await keysOf('tag:note*')).toEqual(expect.arrayContaining(['tag:notes', 'tag:note:a']));
  });

  test('is not created for values that do not exist, so that no client can fill Redis', async () => {
    await note('nobody');

    expect(await keysOf('*nobody*')).toEqual([]);
  });

  test('has a version that no other time had', async () => {
    await writeNote(replica, 'a', 1);
    const first = await replica.redis.client.get('tag:note:a');
    await writeNote(replica, 'a', 1);
    const second = await replica.redis.client.get('tag:note:a');
    await replica.redis.client.del('tag:note:a');
    await note('a');
    const third = await replica.redis.client.get('tag:note:a');

    expect(new Set([first, second, third]).size).toBe(3);
    expect([first, second, third]).not.toContain(null);
  });

  test('that a writer makes while its first value is loaded makes this value worthless', async () => {
    await writeNote(replica, 'a', 1);
    await replica.redis.client.del('tag:notes', 'tag:note:a');
    let written = false;
    const overtaken = noteSource(replica, {
      async afterLoad() {
        if (!written) await writeNote(replica, 'a', 2);
        written = true;
      },
    });

    const old = await replica.read(overtaken, 'a');
    const next = await note('a');

    expect([old.value?.n, next.value?.n]).toEqual([1, 2]);
    expect(next.result).toBe('MISS');
  });

  test('lives longer than any value and is renewed with the values of busy lists', async () => {
    await writeNote(replica, 'a', 1);
    const source = noteSource(replica, { ttlMs: 3_000 });
    await replica.read(source, 'a');
    for (const key of ['tag:notes', 'tag:note:a', 'tag:era']) await replica.redis.client.pexpire(key, 60_000);

    const { loads } = replica.counts;
    while (replica.counts.loads === loads) await replica.read(source, 'a');
    while ((await replica.redis.client.pttl('tag:notes')) <= 60_000) await replica.read(source, 'a');

    const lives = await Promise.all(['tag:note:a', 'tag:era'].map((key) => replica.redis.client.pttl(key)));
    expect(Math.min(...lives)).toBeGreaterThan(3_600_000);
  });
});

describe('a value', () => {
  test('that does not exist is loaded each time and never stored', async () => {
    const met = [await note('nobody'), await note('nobody')];

    expect(met.map(({ value, result }) => ({ value, result }))).toEqual(Array(2).fill({ value: null, result: 'MISS' }));
    expect(await keysOf('single_lecture:*')).toEqual([]);
  });

  test('that no longer exists is not served from the cache', async () => {
    await writeNote(replica, 'a', 1);
    await note('a');
    await replica.writer.write(async (tx) => {
      await tx.$executeRaw`DELETE FROM notes`;
      return { value: undefined, tags: [noteTag('a')] };
    });

    expect((await note('a')).value).toBeNull();
  });

  test('has its full lifetime less at most a twentieth, and not all the same', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `n${index}`);
    await replica.database.transaction(
      (tx) => tx.$executeRaw`INSERT INTO notes SELECT 'n' || i, 1 FROM generate_series(0, 99) AS i`,
    );
    const source = noteSource(replica, { ttlMs: 1_000_000 });
    const reader = new CacheReader(replica.cache, true);
    await Promise.all(names.map((name) => reader.read(source, name)));
    await eventually(async () => (await replica.read(source, 'n99')).result === 'HIT');

    const texts = await replica.redis.client.mget(names.map((name) => `single_lecture:${name}`));
    const lives = texts.map((text) => {
      const [storedAt, expiresAt] = (text ?? '').split(' ');
      return Number(expiresAt) - Number(storedAt);
    });

    expect(Math.max(...lives)).toBeLessThanOrEqual(1_000_000);
    expect(Math.min(...lives)).toBeGreaterThanOrEqual(950_000);
    expect(new Set(lives).size).toBeGreaterThan(50);
  });

  test('is gone from Redis when it ends, and never outlives the moment it is bound to', async () => {
    await writeNote(replica, 'a', 1);
    const until = Date.now() + 100_000;
    await replica.read(noteSource(replica, { until }), 'a');

    const [, expiresAt] = ((await replica.redis.client.get('single_lecture:a')) ?? '').split(' ');
    expect(Number(expiresAt)).toBeLessThanOrEqual(until);
    expect(await replica.redis.client.pttl('single_lecture:a')).toBeLessThanOrEqual(100_000);
  });

  test('whose moment has passed is not stored', async () => {
    await writeNote(replica, 'a', 1);
    await replica.read(noteSource(replica, { until: Date.now() - 1 }), 'a');

    expect(await keysOf('single_lecture:*')).toEqual([]);
  });

  test('that the gateway did not store is not used', async () => {
    await writeNote(replica, 'a', 1);
    await replica.redis.client.set('single_lecture:a', '{"name":"a","n":99}', 'PX', 60_000);

    expect((await note('a')).value?.n).toBe(1);
  });

  test('is never taken from or put into a cache that is switched off', async () => {
    await writeNote(replica, 'a', 1);
    await note('a');
    const off = await startReplica(database.url, redis.url, { enabled: false });
    await off.database.transaction((tx) => tx.$executeRaw`UPDATE notes SET n = 2`);

    const { value } = await off.read(noteSource(off), 'a');
    await off.close();

    expect(value?.n).toBe(2);
    expect((await note('a')).value?.n).toBe(1);
  });
});

describe('a write intent of a transaction that PostgreSQL has never begun, as a former primary’s', () => {
  const FUTURE = `${2n ** 40n + 1_000n}`;
  const intent = `${FUTURE}@${Date.now() - 60_000}`;
  const versionOf = (name: string) => replica.redis.client.get(`tag:note:${name}`);

  test('is released by a reader, also when writers have kept it', async () => {
    await writeNote(replica, 'a', 1);
    await replica.redis.client.set('tag:note:a', `old!${intent}`, 'PX', 60_000);
    await writeNote(replica, 'a', 2);
    expect(await versionOf('a')).toContain(`!${intent}`);

    expect(await note('a')).toMatchObject({ value: { n: 2 }, reason: 'write-intent' });
    await eventually(async () => (await note('a')).result === 'HIT');
  });

  test('is released alone: the intent of a transaction that runs stays', async () => {
    await writeNote(replica, 'a', 1);
    await replica.redis.client.set('tag:note:a', `old!${intent}`, 'PX', 60_000);
    const write = await startWrite(replica, 'a', 2);
    await eventually(async () => {
      await note('a');
      return !(await versionOf('a'))?.includes(intent);
    });

    expect(await versionOf('a')).toContain(`!${write.xid}@`);
    expect((await note('a')).reason).toBe('write-intent');
    await write.commit();
    expect((await note('a')).value?.n).toBe(2);
  });
});

test('every key expires', async () => {
  await writeNote(replica, 'a', 1);
  await note('a');

  const keys = await keysOf('*');
  const lives = await Promise.all(keys.map((key) => replica.redis.client.pttl(key)));

  expect(keys.length).toBeGreaterThan(3);
  expect(Math.min(...lives)).toBeGreaterThan(0);
});
