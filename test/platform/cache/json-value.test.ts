import { setImmediate as turn } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { startTestRedis, type TestRedis } from '../../support/redis';
import { JsonValue } from '../../../src/platform/cache/json-value';
import { ReadDependencies } from '../../../src/platform/cache/read-dependencies';
import type { CacheSource } from '../../../src/platform/cache/source';
import { createNotes, noteSource, writeNote } from './notes';
import { startReplica, type Replica } from './replica';

/* What a value says is parsed once, however often Redis returns the same text for it. */

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

/** Reads, and waits until whatever is stored of it is there. */
async function read(name: string) {
  const { result, value } = await replica.read(noteSource(replica), name);
  await replica.redis.client.ping(); // stands behind what was sent before
  return { result, value };
}

it('requests share what an unchanged entry says, and nobody gets what it said before a change', async () => {
  await writeNote(replica, 'a', 1);
  await read('a');
  const [first, second] = [await read('a'), await read('a')];
  expect([first.result, second.result, second.value]).toEqual(['HIT', 'HIT', { name: 'a', n: 1 }]);
  expect(second.value).toBe(first.value);
  await writeNote(replica, 'a', 2);
  expect((await read('a')).value).toEqual({ name: 'a', n: 2 });
  expect(await read('a')).toEqual({ result: 'HIT', value: { name: 'a', n: 2 } });
});

it('an entry that another process has changed is not what it was', async () => {
  await writeNote(replica, 'b', 1);
  for (let nth = 0; nth < 3; nth += 1) await read('b');
  const { client } = replica.redis;
  const key = noteSource(replica).slot('b').key;
  await client.set(key, ((await client.get(key)) ?? '').replace('"n":1', '"n":7'), 'KEEPTTL');
  expect(await read('b')).toEqual({ result: 'HIT', value: { name: 'b', n: 7 } });
});

it('what a loaded value says is not kept after those that waited for it have taken it', async () => {
  await writeNote(replica, 'c', 1);
  const source = noteSource(replica) as CacheSource<unknown, unknown>;
  const ask = { source, input: 'c', slot: source.slot('c'), log: new ReadDependencies() };
  const [one, other] = await Promise.all([replica.cache.readMany([ask]), replica.cache.readMany([ask])]);
  const content = one[0]?.content;
  expect(other[0]?.content).toBe(content);
  await replica.redis.client.ping(); // stands behind the store
  await turn();
  expect(one[0]?.content).toEqual(content);
  expect(one[0]?.content).not.toBe(content);
});

it('what a value says is kept where no text says the same', () => {
  const value = JsonValue.of({ n: 1 });
  value?.forgetContent();
  expect(value?.content).toEqual({ n: 1 });
});

it('each form is made of the other once, and a loaded value is not parsed', () => {
  const content = { n: 1 };
  const loaded = JsonValue.of(content);
  expect([loaded?.content, loaded?.text]).toEqual([content, '{"n":1}']);
  expect(loaded?.content).toBe(content);
  const stored = JsonValue.ofText('{"n":1}');
  expect(stored.content).toBe(stored.content);
  expect(stored.digest).toBe(loaded?.digest);
  expect(JsonValue.ofText('{"n":2}').digest).not.toBe(stored.digest);
  expect([JsonValue.of(null), JsonValue.of(undefined), JsonValue.of(0)?.text]).toEqual([null, null, '0']);
});

it.each(['García', '李', '😀', '\u2028', '\\u00e1', '"é"\n'])('the text of %j is ASCII, and says the same', (name) => {
  const text = JsonValue.of({ [name]: name })?.text ?? '';
  expect(text).toMatch(/^[\0-\x7f]+$/);
  expect(JsonValue.ofText(text).content).toEqual({ [name]: name });
});
