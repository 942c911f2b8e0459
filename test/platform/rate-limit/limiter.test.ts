import { Redis } from 'ioredis';
import { v7 as newId } from 'uuid';
import { Limiter } from '../../../src/platform/rate-limit/limiter';
import type { Limit, PolicyName } from '../../../src/config/rate-limits';
import type { RedisStore } from '../../../src/platform/redis/redis-store';
import { startTestRedis, type TestRedis } from '../../support/redis';
import { openTestStore } from '../../support/redis-store';

const WINDOW = 900_000;

let server: TestRedis;
let looking: Redis;
let replicas: RedisStore[];
let identity: string;

beforeAll(async () => {
  server = await startTestRedis();
  replicas = await Promise.all([1, 2].map(() => openTestStore(server.url)));
  looking = new Redis({ path: server.url.slice('unix://'.length) });
});
afterAll(async () => {
  await Promise.all(replicas.map((redis) => redis.close()));
  looking.disconnect();
  await server.stop();
});
beforeEach(() => {
  identity = newId();
});

function limiters(limit: Limit | null, policy: PolicyName = 'login'): Limiter[] {
  const off = { login: null, login_ip: null, register: null, api: null, user: null, code: null };
  return replicas.map((redis) => new Limiter(redis, { ...off, [policy]: limit }));
}

function limiter(limit: Limit | null, policy: PolicyName = 'login'): Limiter {
  const [first] = limiters(limit, policy);
  if (!first) throw new Error('there is no replica');
  return first;
}

it('counts down to nothing, then refuses', async () => {
  const five = limiter({ max: 5, windowMs: WINDOW });
  expect(await five.count('login', identity)).toMatchObject({ allowed: true, remaining: 4, resetSeconds: 900 });
  for (const remaining of [3, 2, 1, 0]) {
    expect(await five.count('login', identity)).toMatchObject({ allowed: true, remaining });
  }
  expect(await five.count('login', identity)).toMatchObject({ allowed: false, remaining: 0 });
});

it.each([1, 5, 49])('lets exactly %i of a hundred at once pass, over two replicas', async (max) => {
  const both = limiters({ max, windowMs: WINDOW });
  const calls = Array.from({ length: 100 }, (_, nth) => both[nth % 2]?.count('login', identity));
  const allowed = (await Promise.all(calls)).filter((decision) => decision?.allowed);
  expect(allowed).toHaveLength(max);
});

it('keeps its counter under the documented key, with an end from the first attempt on', async () => {
  for (const policy of ['login', 'login_ip', 'register', 'api', 'user'] as const) {
    await limiter({ max: 5, windowMs: WINDOW }, policy).count(policy, identity);
    const key = `rate_limit:${policy}:${identity}`;
    expect(await looking.get(key)).toBe('1');
    expect(await looking.pttl(key)).toBeGreaterThan(0);
    expect(await looking.pttl(key)).toBeLessThanOrEqual(WINDOW);
  }
});

it('does not lengthen the window by what it refuses', async () => {
  const one = limiter({ max: 1, windowMs: WINDOW });
  await one.count('login', identity);
  const end = await looking.pexpiretime(`rate_limit:login:${identity}`);
  for (let nth = 0; nth < 10; nth += 1) await one.count('login', identity);
  expect(await looking.pexpiretime(`rate_limit:login:${identity}`)).toBe(end);
});

it('begins anew when the window has ended', async () => {
  const one = limiter({ max: 1, windowMs: WINDOW });
  await one.count('login', identity);
  expect(await one.count('login', identity)).toMatchObject({ allowed: false });
  await looking.pexpire(`rate_limit:login:${identity}`, 0);
  expect(await one.count('login', identity)).toMatchObject({ allowed: true, remaining: 0, resetSeconds: 900 });
});

it('heals a counter that lost its end', async () => {
  await looking.set(`rate_limit:login:${identity}`, '7');
  expect(await limiter({ max: 5, windowMs: WINDOW }).count('login', identity)).toMatchObject({ allowed: false });
  expect(await looking.pttl(`rate_limit:login:${identity}`)).toBeGreaterThan(0);
});

it('counts identities and policies apart', async () => {
  const off = { login_ip: null, api: null, user: null, code: null };
  const limit = { max: 1, windowMs: WINDOW };
  const [redis] = replicas;
  const both = redis && new Limiter(redis, { ...off, login: limit, register: limit });
  expect(await both?.count('login', identity)).toMatchObject({ allowed: true });
  expect(await both?.count('register', identity)).toMatchObject({ allowed: true });
  expect(await both?.count('login', newId())).toMatchObject({ allowed: true });
});

it('takes an attempt back, and never below nothing', async () => {
  const one = limiter({ max: 1, windowMs: WINDOW }, 'user');
  await one.refund('user', identity);
  expect(await looking.exists(`rate_limit:user:${identity}`)).toBe(0);
  await one.count('user', identity);
  await one.refund('user', identity);
  expect(await looking.exists(`rate_limit:user:${identity}`)).toBe(0);
  expect(await one.count('user', identity)).toMatchObject({ allowed: true });
  expect(await one.count('user', identity)).toMatchObject({ allowed: false });
});

it('counts nothing where it is off', async () => {
  expect(await limiter(null).count('login', identity)).toBeNull();
  await limiter(null).refund('login', identity);
  expect(await looking.exists(`rate_limit:login:${identity}`)).toBe(0);
});

it('does not let names of any length into Redis', async () => {
  await limiter({ max: 5, windowMs: WINDOW }).count('login', 'x'.repeat(10_000));
  expect((await looking.keys('rate_limit:login:x*')).length).toBe(0);
  expect((await looking.keys('rate_limit:login:*')).every((key) => key.length < 300)).toBe(true);
});
