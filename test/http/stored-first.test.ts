import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Redis } from 'ioredis';
import { signUp, type Account } from '../support/app';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { startGateway, type TestGateway } from '../support/gateway';
import { graphql } from '../support/graphql';
import { startTestRedis, type TestRedis } from '../support/redis';
import { rest } from '../support/rest';
import { temporaryFolder } from '../support/temporary-folder';

/*
 * When an answer arrives, what it was made of is in Redis: who asks another replica next finds it there. The gateway is a
 * process of its own that has much else to do, as soon as an answer has left.
 */

const BUSY = `
  const { ServerResponse } = require('node:http');
  const { end } = ServerResponse.prototype;
  ServerResponse.prototype.end = function (...given) {
    const ended = end.apply(this, given);
    for (const until = performance.now() + 30; performance.now() < until;);
    return ended;
  };`;

let database: TestDatabase;
let server: TestRedis;
let redis: Redis;
let gateway: TestGateway;
let trainer: Account;

beforeAll(async () => {
  [database, server] = await Promise.all([createTestDatabase(), startTestRedis()]);
  redis = new Redis({ path: server.url.slice('unix://'.length) });
  const preload = path.join(await temporaryFolder(), 'busy.cjs');
  await writeFile(preload, BUSY);
  const env = { NODE_ENV: 'test', DATABASE_URL: database.url, REDIS_URL: server.url };
  gateway = await startGateway(env, { args: ['-r', preload, 'dist/main.js'] });
  trainer = await signUp({ url: gateway.url, databaseUrl: database.url }, 'trainer');
});
afterAll(async () => {
  redis.disconnect();
  await gateway.kill();
  await Promise.all([database.drop(), server.stop()]);
});

const TRANSPORTS: Record<string, (first: number) => Promise<{ headers: Headers }>> = {
  GraphQL: (first) => graphql(gateway.url, `{ trainers(first: ${first}) { nodes { id } } }`, { token: trainer.token }),
  REST: (first) => rest(gateway.url, `GET /api/auth/trainer/trainers?limit=${first}`, { token: trainer.token }),
};

it.each(Object.entries(TRANSPORTS))('over the %s transport', async (transport, ask) => {
  const found: number[] = [];
  for (let nth = 1; nth <= 20; nth += 1) {
    const { headers } = await ask(transport === 'REST' ? nth : nth + 20);
    expect(headers.get('x-cache')).toBe('MISS');
    const keys = (headers.get('x-cache-key') ?? '').split(/,\s*/);
    found.push((await redis.exists(...keys)) - keys.length);
  }
  expect(found).toEqual(found.map(() => 0));
});
