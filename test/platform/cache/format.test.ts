import type { CacheSource, Format } from '../../../src/platform/cache/source';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { startTestRedis, type TestRedis } from '../../support/redis';
import { createNotes, noteSource, readNotes, writeNote, type Note } from './notes';
import { startReplica, type Replica } from './replica';

/* Values that are cached in another form than they are used in, beside replicas that write them in other forms. */

let database: TestDatabase;
let redis: TestRedis;
let replica: Replica;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  replica = await startReplica(database.url, redis.url);
  await createNotes(replica.database);
});
afterAll(async () => {
  await replica.close();
  await Promise.all([database.drop(), redis.stop()]);
});

interface Version {
  format: Format<Note>;
  rowOf(note: Note): unknown[];
}

const CURRENT: Version = {
  rowOf: ({ name, n }) => [name, n],
  format: {
    shape: 'current',
    valueOf(text) {
      const [name, n] = JSON.parse(text) as [string, number];
      return { name, n };
    },
  },
};

/** The same columns in another order. */
const FORMER: Version = {
  rowOf: ({ name, n }) => [n, name],
  format: {
    shape: 'former',
    valueOf(text) {
      const [n, name] = JSON.parse(text) as [number, string];
      return { name, n };
    },
  },
};

/** As `noteSource`, under the same keys: each note as JSON text. */
const rowSource = ({ format, rowOf }: Version): CacheSource<string, Note, string> => ({
  ...noteSource(replica),
  format,
  async load(names) {
    const notes = await readNotes(replica.database, names);
    return names.map((name) => {
      const note = notes.find((one) => one.name === name);
      return note ? JSON.stringify(rowOf(note)) : null;
    });
  },
});

const AS_IT_IS = 'as it is';

/** Reads, and waits until whatever is stored of it is there. */
async function read(name: string, version: Version | typeof AS_IT_IS = CURRENT) {
  const source = version === AS_IT_IS ? noteSource(replica) : rowSource(version);
  const { result, reason, value } = await replica.read(source, name);
  await replica.redis.client.ping(); // stands behind what was sent before
  return { result, reason, value };
}

const stored = (name: string) => replica.redis.client.get(noteSource(replica).slot(name).key);

const absent = { result: 'MISS', reason: 'absent' };
const hit = { result: 'HIT', reason: null };

it.each(['a', 'García', '李', '😀', '\u2028', '"quoted\\"\n'])('%j is the same loaded and cached', async (name) => {
  await writeNote(replica, name, 1);
  const value = { name, n: 1 };
  expect([await read(name), await read(name)]).toEqual([
    { ...absent, value },
    { ...hit, value },
  ]);
  expect(await stored(name)).toMatch(/^current [\0-\x7f]+\n\[[\0-\x7f]+,1\]$/);
});

it('what does not exist is loaded each time', async () => {
  const value = null;
  expect([await read('nobody'), await read('nobody')]).toEqual([
    { ...absent, value },
    { ...absent, value },
  ]);
});

it('requests share a value, and nobody gets what it was before a change', async () => {
  await writeNote(replica, 'b', 1);
  await read('b');
  expect((await read('b')).value).toBe((await read('b')).value);
  await writeNote(replica, 'b', 2);
  expect(await read('b')).toEqual({ result: 'MISS', reason: 'changed', value: { name: 'b', n: 2 } });
  expect(await read('b')).toEqual({ ...hit, value: { name: 'b', n: 2 } });
});

it.each<[string, Version | typeof AS_IT_IS]>([
  ['in another shape', FORMER],
  ['without a shape', AS_IT_IS],
])('an entry that another version has stored %s is not used, but replaced', async (what, version) => {
  const name = `stored ${what}`;
  await writeNote(replica, name, 1);
  const value = { name, n: 1 };
  await read(name, version);
  expect(await read(name, version)).toEqual({ ...hit, value });

  expect(await read(name)).toEqual({ ...absent, value });
  expect(await stored(name)).toMatch(/^current /);
  expect(await read(name)).toEqual({ ...hit, value });
});

it.each<[string, Version | typeof AS_IT_IS, string]>([
  ['has another shape', FORMER, 'absent'],
  ['knows no shapes', AS_IT_IS, 'expired'],
])('a version that %s does not use what this one has stored', async (what, version, reason) => {
  const name = `read by who ${what}`;
  await writeNote(replica, name, 1);
  const value = { name, n: 1 };
  await read(name);
  expect(await read(name, version)).toEqual({ result: 'MISS', reason, value });
  expect(await read(name, version)).toEqual({ ...hit, value });
});

it('the value is the same past a cache that is switched off', async () => {
  await writeNote(replica, 'c', 1);
  const off = await startReplica(database.url, redis.url, { enabled: false });
  const { value } = await off.read(rowSource(CURRENT), 'c');
  await off.close();
  expect(value).toEqual({ name: 'c', n: 1 });
});
