import pino from 'pino';
import { v7 as newId } from 'uuid';
import { RedisStore } from '../../../src/platform/redis/redis-store';
import { AuthenticationTrip } from '../../../src/platform/sessions/authentication-trip';
import { SessionStore } from '../../../src/platform/sessions/session-store';
import { startTestRedis, type TestRedis } from '../../support/redis';

const RULES = { ttlMs: 3_600_000, maxAgeMs: 3_600_000, maxPerUser: 50 };
const ORIGIN = { ip: '192.0.2.7', userAgent: 'a browser' };

let server: TestRedis;
let redis: RedisStore;

beforeAll(async () => {
  server = await startTestRedis();
  redis = new RedisStore({ kind: 'url', url: server.url }, '', pino({ level: 'silent' }));
  await redis.whenUp(10_000);
});
afterAll(async () => {
  await redis.close();
  await server.stop();
});

it.each([0, 1, 1_000, 1_001, 20_000])(
  'reads %i values in the trip that authenticates, in their order',
  async (count) => {
    const userId = newId();
    const { session } = await new SessionStore(redis, RULES).create(userId, ORIGIN);
    const keys = Array.from({ length: count }, (_, nth) => `value:${count}:${nth}`);
    // Every third is absent.
    const present = keys.filter((_, nth) => nth % 3 > 0);
    if (present.length > 0) await redis.client.mset(present.flatMap((key) => [key, `of ${key}`]));
    const reply = await new AuthenticationTrip(redis).read({ userId, sessionId: session.id, limit: null, keys });
    expect(reply.session).not.toBeNull();
    expect(reply.values).toEqual(keys.map((key, nth) => (nth % 3 > 0 ? `of ${key}` : null)));
  },
);
