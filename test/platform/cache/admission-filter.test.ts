import { AdmissionFilter } from '../../../src/platform/cache/admission-filter';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { startTestRedis, type TestRedis } from '../../support/redis';
import { createNotes, noteSource, writeNote } from './notes';
import { startReplica, type Replica } from './replica';

let database: TestDatabase;
let redis: TestRedis;
let replica: Replica;
let isOverloaded: boolean;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  replica = await startReplica(database.url, redis.url, { admissionFilter: new AdmissionFilter(() => isOverloaded) });
  await createNotes(replica.database);
  await writeNote(replica, 'a', 1);
  await writeNote(replica, 'b', 1);
});
beforeEach(async () => {
  isOverloaded = false;
  await replica.redis.client.flushall();
  await replica.read(noteSource(replica), 'nothing'); // the first read begins the generation
});
afterAll(async () => {
  await replica.close();
  await Promise.all([database.drop(), redis.stop()]);
});

/** Reads, and waits until whatever is stored of it is there. */
async function read(name: string) {
  const { result, reason, value } = await replica.read(noteSource(replica), name);
  await replica.redis.client.ping(); // stands behind what was sent before
  return { result, reason, n: value?.n };
}

const absent = { result: 'MISS', reason: 'absent', n: 1 };
const hit = { result: 'HIT', reason: null, n: 1 };

it('with time to spare everything is kept', async () => {
  expect([await read('a'), await read('a')]).toEqual([absent, hit]);
});

it('under overload a value is kept when it is asked for a second time', async () => {
  isOverloaded = true;
  expect([await read('a'), await read('a'), await read('a')]).toEqual([absent, absent, hit]);
});

it('what was kept is kept anew at once when it has changed', async () => {
  await read('b');
  isOverloaded = true;
  await writeNote(replica, 'b', 2);
  expect(await read('b')).toEqual({ result: 'MISS', reason: 'changed', n: 2 });
  expect(await read('b')).toEqual({ result: 'HIT', reason: null, n: 2 });
});

it('remembers what was asked for once in bounded memory', () => {
  isOverloaded = true;
  const admissionFilter = new AdmissionFilter(() => isOverloaded);
  expect(admissionFilter.admits('first')).toBe(false);
  expect(admissionFilter.admits('first')).toBe(true);
  for (let nth = 0; nth < 50_000; nth += 1) admissionFilter.admits(`another ${nth}`);
  expect(admissionFilter.admits('first')).toBe(false);
});

it('in a full memory, a value is kept when it is asked for a second time', () => {
  isOverloaded = false;
  const admissionFilter = new AdmissionFilter(() => isOverloaded);
  expect(admissionFilter.admits('anything')).toBe(true);
  expect([admissionFilter.admits('new', true), admissionFilter.admits('new', true)]).toEqual([false, true]);
});
