import { createTestDatabase, type TestDatabase } from '../../support/database';
import { startTestRedis, type TestRedis } from '../../support/redis';
import { createNotes, noteSource, writeNote } from './notes';
import { startReplica, type Replica } from './replica';

/** Requests of one turn of the event loop look into the cache together. */

let database: TestDatabase;
let redis: TestRedis;
let replica: Replica;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  replica = await startReplica(database.url, redis.url);
  await createNotes(replica.database);
  const source = noteSource(replica);
  for (const [nth, id] of ['a', 'b', 'c'].entries()) await writeNote(replica, id, nth);
  for (const id of ['a', 'b', 'c']) await replica.read(source, id);
});
afterAll(async () => {
  await replica.close();
  await Promise.all([database.drop(), redis.stop()]);
});

const mgetsSent = async () =>
  Number(/cmdstat_mget:calls=(\d+)/.exec(await replica.redis.client.info('commandstats'))?.[1]);

test('with one command, and each gets its own value under the versions of its own tags', async () => {
  const source = noteSource(replica);
  const before = await mgetsSent();
  const read = await Promise.all(['a', 'b', 'a', 'absent', 'c'].map((id) => replica.read(source, id)));
  expect((await mgetsSent()) - before).toBe(1);
  expect(read.map(({ value, result }) => [value?.n, result])).toEqual([
    [0, 'HIT'],
    [1, 'HIT'],
    [0, 'HIT'],
    [undefined, 'MISS'],
    [2, 'HIT'],
  ]);
});

test('with another one in the next turn: what was read before the request began would be too old', async () => {
  const source = noteSource(replica);
  const before = await mgetsSent();
  const first = replica.read(source, 'a');
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  await Promise.all([first, replica.read(source, 'a')]);
  expect((await mgetsSent()) - before).toBe(2);
});
