import { cleanUp } from '../../src/jobs/cleanup';
import type { RedisStore } from '../../src/platform/redis/redis-store';
import { SessionStore } from '../../src/platform/sessions/session-store';
import { connectTestDatabase, type ConnectedDatabase } from '../support/connected';
import { startTestRedis, type TestRedis } from '../support/redis';
import { openTestStore } from '../support/redis-store';

let server: TestRedis;
let redis: RedisStore;
let connected: ConnectedDatabase;

beforeAll(async () => {
  [server, connected] = await Promise.all([startTestRedis(), connectTestDatabase()]);
  redis = await openTestStore(server.url);
});
afterAll(async () => {
  await redis.close();
  await Promise.all([server.stop(), connected.drop()]);
});

const run = (signal: AbortSignal) => {
  const sessions = new SessionStore(redis, { ttlMs: 60_000, maxAgeMs: 60_000, maxPerUser: 50 });
  return cleanUp(sessions, connected.database).run(signal);
};

it('sends PostgreSQL nothing once the gateway drains', async () => {
  const { statements } = connected.database;
  expect(await run(AbortSignal.abort())).toEqual({ expiredSessions: 0 });
  expect(connected.database.statements).toBe(statements);
});

it('otherwise tells what it did to sessions, counts and searches', async () => {
  const counts = await run(new AbortController().signal);
  expect(counts).toEqual({ expiredSessions: 0, compactedCounts: 0, forgottenChanges: 0 });
});
