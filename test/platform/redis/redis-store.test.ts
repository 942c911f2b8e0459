import { Redis } from 'ioredis';
import pino from 'pino';
import { LuaScript } from '../../../src/platform/redis/lua-script';
import { readRedisFacts } from '../../../src/platform/redis/redis-facts';
import { RedisStore } from '../../../src/platform/redis/redis-store';
import { eventually } from '../../support/eventually';
import { startTestRedis, type TestRedis } from '../../support/redis';
import { openTestStore } from '../../support/redis-store';

let server: TestRedis;
let store: RedisStore;

const UNAVAILABLE = { code: 'SERVICE_UNAVAILABLE', retryAfter: 1 };
const ping = () => store.trip((client) => client.ping());

beforeEach(async () => {
  server = await startTestRedis();
  store = await openTestStore(server.url);
});
afterEach(async () => {
  await store.close();
  server.resume();
  await server.stop();
});

describe('a trip', () => {
  it('brings the answers of everything that was asked in it', async () => {
    const answers = await store.trip((client) => Promise.all([client.set('a', '1'), client.get('a'), client.get('b')]));
    expect(answers).toEqual(['OK', '1', null]);
    expect(await store.trip(() => store.readMany(['b', 'a']))).toEqual([null, '1']);
    expect(await store.readMany([])).toEqual([]);
  });

  it('is counted once for all that leaves together', async () => {
    const before = store.trips;
    await Promise.all([ping(), ping(), ping()]);
    expect(store.trips).toBe(before + 1);
    await ping();
    expect(store.trips).toBe(before + 2);
  });

  it('that Redis refuses is unavailable, and no outage', async () => {
    await store.client.set('text', 'x');
    await expect(store.trip((client) => client.hget('text', 'field'))).rejects.toMatchObject(UNAVAILABLE);
    expect(store.isUp).toBe(true);
  });
});

describe('a trip that takes long', () => {
  it('goes on while Redis answers others: it is busy, not down', async () => {
    const patient = new RedisStore({ kind: 'url', url: server.url }, '', pino({ level: 'silent' }), undefined, 400);
    await patient.whenUp(10_000);
    // Redis looks for waits that are over this many times a second, and by itself only ten times.
    await store.client.config('SET', 'hz', 500);
    // Each answer comes 50 ms after the one before it, the last after the 400 ms.
    const keys = Array.from({ length: 10 }, (_, nth) => `nothing:${nth}`);
    const answers = patient.trip((client) => Promise.all(keys.map((key) => client.blpop(key, 0.05))));
    await expect(answers).resolves.toEqual(keys.map(() => null));
    expect(patient.isUp).toBe(true);
    await patient.close();
  });

  it('is an outage when Redis says nothing meanwhile', async () => {
    await expect(store.trip((client) => client.blpop('nothing', 0.6))).rejects.toMatchObject(UNAVAILABLE);
    expect(store.isUp).toBe(false);
    await eventually(() => store.isUp);
  });
});

describe('an outage', () => {
  it('of a server that is silent opens the breaker until it answers again', async () => {
    server.pause();
    await expect(ping()).rejects.toMatchObject(UNAVAILABLE);
    expect(store.isUp).toBe(false);
    const { trips } = store;
    await expect(ping()).rejects.toMatchObject(UNAVAILABLE);
    expect(store.trips).toBe(trips); // refused without being asked
    const { epoch } = store;
    server.resume();
    await eventually(() => store.isUp);
    expect(await ping()).toBe('PONG');
    expect(store.epoch).toBe(epoch);
  });

  it('of a server that was killed ends when there is a new one, which has another epoch', async () => {
    const { epoch } = store;
    await server.kill();
    await eventually(() => !store.isUp);
    await expect(ping()).rejects.toMatchObject(UNAVAILABLE);
    await server.restart();
    await eventually(() => store.isUp);
    expect(await ping()).toBe('PONG');
    expect(store.epoch).not.toBe(epoch);
  });

  it('of a master that has become a replica lasts until there is a master', async () => {
    const admin = new Redis({ path: server.url.slice('unix://'.length) });
    await admin.replicaof('127.0.0.1', 1);
    await expect(store.trip((client) => client.set('a', '1'))).rejects.toMatchObject(UNAVAILABLE);
    expect(store.isUp).toBe(false);
    await eventually(async () => Number(/total_connections_received:(\d+)/.exec(await admin.info('stats'))?.[1]) > 4);
    await expect(store.trip((client) => client.get('a'))).rejects.toMatchObject(UNAVAILABLE);
    await admin.replicaof('NO', 'ONE');
    await eventually(() => store.isUp);
    expect(await store.trip((client) => client.set('a', '1'))).toBe('OK');
    admin.disconnect();
  });

  it('blocks no longer than asked', async () => {
    await server.kill();
    await eventually(() => !store.isUp);
    await expect(store.whenUp(0)).rejects.toMatchObject(UNAVAILABLE);
    await server.restart();
    await store.whenUp(10_000);
  });
});

it('is one epoch for every replica of the same server', async () => {
  const other = await openTestStore(server.url, 'other:');
  expect(other.epoch).toBe(store.epoch);
  await other.close();
});

it('puts the prefix before every key, scripts’ too, and scans behind it only', async () => {
  const prefix = 'a[b]*?\\:';
  const prefixed = await openTestStore(server.url, prefix);
  await prefixed.client.mset({ 'session:1': 'x', 'session:2': 'x', other: 'x' });
  await store.client.mset({ 'session:3': 'x', 'a[b]xx\\:session:4': 'x', 'ab:session:5': 'x' });
  const found: string[] = [];
  for await (const keys of prefixed.scan('session:')) found.push(...keys);
  expect(found.sort()).toEqual(['session:1', 'session:2']);
  await new LuaScript(`return redis.call('SET', KEYS[1], 'x')`).run(prefixed.client, ['by script'], []);
  expect(await store.client.exists(`${prefix}by script`)).toBe(1);
  await prefixed.close();
});

describe('a script', () => {
  const SUM = new LuaScript<number>(`return redis.call('INCRBY', KEYS[1], ARGV[1])`);

  it('is sent again to a server that has forgotten it', async () => {
    expect(await SUM.run(store.client, ['sum'], [2])).toBe(2);
    await store.client.script('FLUSH');
    expect(await SUM.run(store.client, ['sum'], [3])).toBe(5);
  });

  it('runs once for each of many that send it first at the same time', async () => {
    const OTHER = new LuaScript<number>(`return redis.call('INCR', KEYS[1])`);
    await Promise.all(Array.from({ length: 20 }, () => OTHER.run(store.client, ['count'], [])));
    expect(await store.client.get('count')).toBe('20');
  });

  it.each([
    ['that the server knows', async () => void (await SUM.run(store.client, ['other'], [1]))],
    ['that it has forgotten', async () => void (await store.client.script('FLUSH'))],
  ])('%s runs once, before what is read after it, in one trip', async (_which, prepare) => {
    await prepare();
    const { trips } = store;
    const [sum, values] = await store.runThenRead({ script: SUM, keys: ['sum'], args: [2] }, ['sum', 'nothing']);
    expect([sum, values]).toEqual([2, ['2', null]]);
    expect(store.trips).toBe(trips + 1);
  });

  it('that fails says so', async () => {
    await store.client.set('sum', 'x');
    await expect(SUM.run(store.client, ['sum'], [1])).rejects.toThrow('not an integer');
  });
});

it('reads facts of the server', async () => {
  await store.client.set('a', '1');
  await Promise.all([store.client.get('a'), store.client.get('b'), store.client.get('c')]);
  const facts = await readRedisFacts(store);
  expect(facts).toMatchObject({ keys: 1, hits: 1, misses: 2, connectedClients: 1 });
  expect(facts.usedMemoryBytes).toBeGreaterThan(100_000);
});
