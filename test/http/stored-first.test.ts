import { Redis } from 'ioredis';
import { signUp, type Account } from '../support/app';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { startGateway, type TestGateway } from '../support/gateway';
import { graphql } from '../support/graphql';
import { startTestRedis, type TestRedis } from '../support/redis';
import { rest } from '../support/rest';

/*
 * When an answer arrives, what it was made of is in Redis: who asks another replica next finds it there. The gateway is a
 * process of its own, for in this one Redis would have been told before the answer is read.
 */

let database: TestDatabase;
let server: TestRedis;
let redis: Redis;
let gateway: TestGateway;
let trainer: Account;

beforeAll(async () => {
  [database, server] = await Promise.all([createTestDatabase(), startTestRedis()]);
  redis = new Redis({ path: server.url.slice('unix://'.length) });
  gateway = await startGateway({ NODE_ENV: 'test', DATABASE_URL: database.url, REDIS_URL: server.url });
  trainer = await signUp({ url: gateway.url, databaseUrl: database.url }, 'trainer');
});
afterAll(async () => {
  redis.disconnect();
  await gateway.kill();
  await Promise.all([database.drop(), server.stop()]);
});

const DOORS: Record<string, (first: number) => Promise<{ headers: Headers }>> = {
  GraphQL: (first) => graphql(gateway.url, `{ trainers(first: ${first}) { nodes { id } } }`, { token: trainer.token }),
  REST: (first) => rest(gateway.url, `GET /api/auth/trainer/trainers?limit=${first}`, { token: trainer.token }),
};

it.each(Object.entries(DOORS))('at the %s door', async (door, ask) => {
  const found: number[] = [];
  for (let nth = 1; nth <= 20; nth += 1) {
    const { headers } = await ask(door === 'REST' ? nth : nth + 20);
    expect(headers.get('x-cache')).toBe('MISS');
    const keys = (headers.get('x-cache-key') ?? '').split(', ');
    found.push((await redis.exists(...keys)) - keys.length);
  }
  expect(found).toEqual(found.map(() => 0));
});
