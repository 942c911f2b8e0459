import { Redis } from 'ioredis';
import pino from 'pino';
import { v7 as newId } from 'uuid';
import { RedisStore } from '../../../src/platform/redis/redis-store';
import { SessionStore } from '../../../src/platform/sessions/session-store';
import { startTestRedis, type TestRedis } from '../../support/redis';

const HOUR = 3_600_000;
const TTL = HOUR;
const MAX_AGE = 12 * HOUR;
const ORIGIN = { ip: '192.0.2.7', userAgent: 'a browser' };

let server: TestRedis;
let redis: RedisStore;
let looking: Redis;
let now: number;
let store: SessionStore;
let userId: string;

beforeAll(async () => {
  server = await startTestRedis();
  redis = new RedisStore({ kind: 'url', url: server.url }, '', pino({ level: 'silent' }));
  looking = new Redis({ path: server.url.slice('unix://'.length) });
  await redis.whenUp(10_000);
});
afterAll(async () => {
  await redis.close();
  looking.disconnect();
  await server.stop();
});

beforeEach(() => {
  now = Date.now();
  userId = newId();
  store = new SessionStore(redis, { ttlMs: TTL, maxAgeMs: MAX_AGE }, () => now);
});

const ttlOf = (key: string) => looking.pttl(key);

describe('a session', () => {
  it('is a field of its user’s hash, named by 128 random bits', async () => {
    const session = await store.create(userId, ORIGIN);
    expect(Buffer.from(session.id, 'base64url')).toHaveLength(16);
    expect(await looking.hkeys(`session:${userId}`)).toEqual([session.id]);
    expect(await store.find(userId, session.id)).toEqual(session);
    expect(session).toMatchObject({ ...ORIGIN, createdAt: now, lastSeenAt: now, idleEndsAt: now + TTL });
  });

  it('ends with its token, on a whole second', async () => {
    now = Date.UTC(2026, 0, 1) + 999;
    const { endsAt } = await store.create(userId, ORIGIN);
    expect(endsAt).toBe(Date.UTC(2026, 0, 1) + MAX_AGE);
  });

  it('is found for its own user only', async () => {
    const { id } = await store.create(userId, ORIGIN);
    expect(await store.find(newId(), id)).toBeNull();
    expect(await store.find(userId, 'another')).toBeNull();
  });

  it('ends when it is idle for its lifetime, not a millisecond before', async () => {
    const { id, idleEndsAt } = await store.create(userId, ORIGIN);
    now = idleEndsAt - 1;
    expect(await store.find(userId, id)).not.toBeNull();
    now = idleEndsAt;
    expect(await store.find(userId, id)).toBeNull();
  });

  it('keeps no more than 256 characters of what the client calls itself', async () => {
    const { userAgent } = await store.create(userId, { ip: null, userAgent: 'x'.repeat(5_000) });
    expect(userAgent).toHaveLength(256);
  });

  it('that is no longer readable has ended', async () => {
    for (const value of ['', 'null', '[]', '[1,2,3,4,5]', '[1,2,3,4,5,6]', '["1",2,3,4,null,null]', '{}', 'x'])
      await looking.hset(`session:${userId}`, `id of ${value}`, value);
    for (const id of await looking.hkeys(`session:${userId}`)) expect(await store.find(userId, id)).toBeNull();
    expect(await store.list(userId)).toEqual([]);
  });
});

describe('the hash', () => {
  it('lives as long as the longest of its sessions', async () => {
    await store.create(userId, ORIGIN);
    const long = await ttlOf(`session:${userId}`);
    expect(long).toBeGreaterThan(TTL - 60_000);
    expect(long).toBeLessThanOrEqual(TTL);
    const short = new SessionStore(redis, { ttlMs: 60_000, maxAgeMs: MAX_AGE }, () => now);
    await short.create(userId, ORIGIN);
    expect(await ttlOf(`session:${userId}`)).toBeGreaterThan(60_000);
  });

  it('lives longer with a session that lives longer', async () => {
    const short = new SessionStore(redis, { ttlMs: 60_000, maxAgeMs: MAX_AGE }, () => now);
    await short.create(userId, ORIGIN);
    expect(await ttlOf(`session:${userId}`)).toBeLessThanOrEqual(60_000);
    await store.create(userId, ORIGIN);
    expect(await ttlOf(`session:${userId}`)).toBeGreaterThan(60_000);
  });
});

describe('extension', () => {
  it.each([
    [HOUR, 60_000],
    [10 * HOUR, 60_000],
    [10_000, 1_000],
  ])('of a lifetime of %i ms is due after %i ms', async (ttlMs, pause) => {
    const short = new SessionStore(redis, { ttlMs, maxAgeMs: MAX_AGE }, () => now);
    const session = await short.create(userId, ORIGIN);
    now += pause - 1;
    expect(short.isDueForExtension(session)).toBe(false);
    now += 1;
    expect(short.isDueForExtension(session)).toBe(true);
    await short.extend(userId, session);
    const extended = await short.find(userId, session.id);
    expect(extended).toEqual({ ...session, lastSeenAt: now, idleEndsAt: now + ttlMs });
    expect(extended && short.isDueForExtension(extended)).toBe(false);
  });

  it('never passes the absolute end, however often it is used', async () => {
    let session = await store.create(userId, ORIGIN);
    const { endsAt, id } = session;
    while (now < endsAt - TTL / 2) {
      now += TTL / 2;
      await store.extend(userId, session);
      const found = await store.find(userId, id);
      if (!found) throw new Error('the session has ended too early');
      expect(found.idleEndsAt).toBeLessThanOrEqual(endsAt);
      session = found;
    }
    now = endsAt;
    expect(await store.find(userId, id)).toBeNull();
  });

  it('keeps the hash alive', async () => {
    const session = await store.create(userId, ORIGIN);
    await looking.pexpire(`session:${userId}`, 60_000);
    await store.extend(userId, session);
    expect(await ttlOf(`session:${userId}`)).toBeGreaterThan(60_000);
  });

  it.each([
    ['end', (id: string) => store.end(userId, id)],
    ['endAll', () => store.endAll(userId)],
    ['DEL', () => looking.del(`session:${userId}`)],
    ['HDEL', (id: string) => looking.hdel(`session:${userId}`, id)],
  ])('that comes after %s revives nothing', async (_name, end) => {
    const session = await store.create(userId, ORIGIN);
    await end(session.id);
    await store.extend(userId, session);
    expect(await store.find(userId, session.id)).toBeNull();
    expect(await looking.exists(`session:${userId}`)).toBe(0);
  });

  it('does not overtake another that was first', async () => {
    const session = await store.create(userId, ORIGIN);
    const begun = now;
    now = begun + 120_000;
    await store.extend(userId, session);
    now = begun + 60_000;
    await store.extend(userId, session);
    expect(await store.find(userId, session.id)).toMatchObject({ lastSeenAt: begun + 120_000 });
  });
});

describe('ending', () => {
  it('leaves a sign named by the session’s id until its token ends', async () => {
    now = Date.now();
    const { id, endsAt } = await store.create(userId, ORIGIN);
    expect(await store.end(userId, id)).toBe(true);
    expect(await looking.pexpiretime(`blacklist:${id}`)).toBe(endsAt);
    expect(await store.end(userId, id)).toBe(false);
  });

  it('holds even where the session itself is written back', async () => {
    const { id } = await store.create(userId, ORIGIN);
    const text = (await looking.hget(`session:${userId}`, id)) ?? '';
    await store.end(userId, id);
    await looking.hset(`session:${userId}`, id, text);
    expect(await store.find(userId, id)).toBeNull();
  });

  it('of all ends every session of the user, and nobody else’s', async () => {
    const sessions = [await store.create(userId, ORIGIN), await store.create(userId, ORIGIN)];
    const other = newId();
    const { id: others } = await store.create(other, ORIGIN);
    expect(await store.endAll(userId)).toBe(2);
    for (const { id } of sessions) {
      expect(await store.find(userId, id)).toBeNull();
      expect(await looking.exists(`blacklist:${id}`)).toBe(1);
    }
    expect(await store.find(other, others)).not.toBeNull();
    expect(await store.endAll(userId)).toBe(0);
  });

  it('counts those only that were still alive', async () => {
    await store.create(userId, ORIGIN);
    now += TTL;
    await store.create(userId, ORIGIN);
    expect(await store.endAll(userId)).toBe(1);
  });
});

it('lists the living, newest first', async () => {
  const first = await store.create(userId, ORIGIN);
  now += 1_000;
  const second = await store.create(userId, ORIGIN);
  expect((await store.list(userId)).map(({ id }) => id)).toEqual([second.id, first.id]);
  now = first.idleEndsAt;
  expect(await store.list(userId)).toEqual([second]);
});

it('removes what has expired, and not what was extended meanwhile', async () => {
  const dead = await store.create(userId, ORIGIN);
  now += TTL / 2;
  const alive = await store.create(userId, ORIGIN);
  now = dead.idleEndsAt;
  expect(await store.removeExpired()).toBeGreaterThanOrEqual(1);
  expect(await looking.hkeys(`session:${userId}`)).toEqual([alive.id]);
});
