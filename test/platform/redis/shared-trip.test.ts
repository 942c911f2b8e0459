import { AsyncLocalStorage } from 'node:async_hooks';
import type { RedisStore } from '../../../src/platform/redis/redis-store';
import { sharedTrip } from '../../../src/platform/redis/shared-trip';
import { startTestRedis, type TestRedis } from '../../support/redis';
import { openTestStore } from '../../support/redis-store';

let server: TestRedis;
let redis: RedisStore;

beforeAll(async () => {
  server = await startTestRedis();
  redis = await openTestStore(server.url);
});
afterAll(async () => {
  await redis.close();
  await server.stop();
});

/** Answers each query with how many were sent in its command. */
const echo = {
  ask: async (queries: readonly string[]) => {
    const all = (await redis.client.echo(queries.join())).split(',');
    return all.map((one) => (one === 'faulty' ? new Error(one) : `${one} of ${all.length}`));
  },
  sizeOf: (query: string) => (query.startsWith('large') ? 251 : 250),
};

/** As from another socket. */
const later = () => new Promise(process.nextTick);

it('is one for all queries of a turn, whichever commands it shares the turn with', async () => {
  const ask = sharedTrip(redis, echo);
  const before = redis.trips;
  const other = redis.trip((client) => client.ping());
  const first = ask('a');
  await later();
  const second = ask('b');
  expect(await Promise.all([first, second, other])).toEqual(['a of 2', 'b of 2', 'PONG']);
  expect(redis.trips - before).toBe(1);
  expect(await ask('c')).toBe('c of 1');
  expect(redis.trips - before).toBe(2);
});

it('fails for the query that fails', async () => {
  const ask = sharedTrip(redis, echo);
  const [sound, faulty] = await Promise.allSettled([ask('sound'), ask('faulty')]);
  expect(sound).toEqual({ status: 'fulfilled', value: 'sound of 2' });
  expect(faulty).toMatchObject({ status: 'rejected', reason: { message: 'faulty' } });
});

it('is not shared by a query of many values', async () => {
  const ask = sharedTrip(redis, echo);
  expect(await Promise.all(['a', 'large', 'b', 'large too'].map((query) => ask(query)))).toEqual([
    'a of 2',
    'large of 1',
    'b of 2',
    'large too of 1',
  ]);
});

it('belongs to the first request, not to the one that began the turn', async () => {
  const requests = new AsyncLocalStorage<string>();
  const ask = sharedTrip(redis, {
    ask: (queries: readonly string[]) => Promise.resolve(queries.map(() => requests.getStore() ?? 'none')),
    sizeOf: () => 1,
  });
  const other = requests.run('other', () => redis.trip((client) => client.ping()));
  const first = requests.run('first', () => ask('a'));
  const second = requests.run('second', () => ask('b'));
  expect(await Promise.all([first, second, other])).toEqual(['first', 'first', 'PONG']);
});

it('fails at once with SERVICE_UNAVAILABLE while Redis is gone', async () => {
  await server.stop();
  const ask = sharedTrip(redis, echo);
  while (redis.isUp) await new Promise((resolve) => setTimeout(resolve, 5));
  const outcomes = await Promise.allSettled([ask('a'), ask('b')]);
  expect(outcomes).toMatchObject([0, 1].map(() => ({ status: 'rejected', reason: { code: 'SERVICE_UNAVAILABLE' } })));
});
