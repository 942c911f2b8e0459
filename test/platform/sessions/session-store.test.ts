import { Redis } from 'ioredis';
import { v7 as newId } from 'uuid';
import type { RedisStore } from '../../../src/platform/redis/redis-store';
import { SessionStore } from '../../../src/platform/sessions/session-store';
import { eventually } from '../../support/eventually';
import { startTestRedis, type TestRedis } from '../../support/redis';
import { openTestStore } from '../../support/redis-store';

const HOUR = 3_600_000;
const TTL = HOUR;
const MAX_AGE = 12 * HOUR;
const ORIGIN = { ip: '192.0.2.7', userAgent: 'a browser' };
const RULES = { ttlMs: TTL, maxAgeMs: MAX_AGE, maxPerUser: 50 };

let server: TestRedis;
let redis: RedisStore;
let looking: Redis;
let now: number;
let store: SessionStore;
let userId: string;

beforeAll(async () => {
  server = await startTestRedis();
  redis = await openTestStore(server.url);
  looking = new Redis({ path: server.url.slice('unix://'.length) });
});
afterAll(async () => {
  await redis.close();
  looking.disconnect();
  await server.stop();
});

beforeEach(() => {
  now = Date.now();
  userId = newId();
  store = new SessionStore(redis, RULES, () => now);
});

/** A new session, of a user that is far from the limit. */
const begin = async (by = store, user = userId) => (await by.create(user, ORIGIN)).session;
const ttlOf = (key: string) => looking.pttl(key);

describe('a session', () => {
  it('is a field of its user’s hash, named by 128 random bits', async () => {
    const session = await begin();
    expect(Buffer.from(session.id, 'base64url')).toHaveLength(16);
    expect(await looking.hkeys(`session:${userId}`)).toEqual([session.id]);
    expect(await store.find(userId, session.id)).toEqual(session);
    expect(session).toMatchObject({ ...ORIGIN, createdAt: now, lastSeenAt: now, idleEndsAt: now + TTL });
  });

  it('ends with its token, on a whole second', async () => {
    now = Date.UTC(2026, 0, 1) + 999;
    const { endsAt } = await begin();
    expect(endsAt).toBe(Date.UTC(2026, 0, 1) + MAX_AGE);
  });

  it('is found for its own user only', async () => {
    const { id } = await begin();
    expect(await store.find(newId(), id)).toBeNull();
    expect(await store.find(userId, 'another')).toBeNull();
  });

  it('ends when it is idle for its lifetime, not a millisecond before', async () => {
    const { id, idleEndsAt } = await begin();
    now = idleEndsAt - 1;
    expect(await store.find(userId, id)).not.toBeNull();
    now = idleEndsAt;
    expect(await store.find(userId, id)).toBeNull();
  });

  it('keeps no more than 256 characters of what the client calls itself', async () => {
    const { userAgent } = (await store.create(userId, { ip: null, userAgent: 'x'.repeat(5_000) })).session;
    expect(userAgent).toHaveLength(256);
  });

  it('that is no longer readable has ended', async () => {
    for (const value of ['', 'null', '[]', '[1,2,3,4,5]', '[1,2,3,4,5,6]', '["1",2,3,4,null,null]', '{}', 'x'])
      await looking.hset(`session:${userId}`, `id of ${value}`, value);
    for (const id of await looking.hkeys(`session:${userId}`)) expect(await store.find(userId, id)).toBeNull();
    expect(await store.list(userId)).toEqual([]);
  });
});

it('reads further keys after the session exists, also where Redis has forgotten the scripts', async () => {
  const monitor = await looking.monitor();
  const sent: string[] = [];
  monitor.on('monitor', (_time: string, [command = '', key = '']: string[]) =>
    sent.push(`${command} ${key}`.toUpperCase()),
  );
  await looking.script('FLUSH');
  await store.create(userId, ORIGIN, ['one', 'two']);
  await eventually(async () => {
    await looking.get('the last');
    return sent.includes('GET THE LAST');
  });
  monitor.disconnect();
  const created = sent.indexOf(`HSET SESSION:${userId.toUpperCase()}`);
  expect(created).toBeGreaterThan(-1);
  expect(sent.lastIndexOf('MGET ONE')).toBeGreaterThan(created);
});

describe('the hash', () => {
  it('lives as long as the longest of its sessions', async () => {
    await begin();
    const long = await ttlOf(`session:${userId}`);
    expect(long).toBeGreaterThan(TTL - 60_000);
    expect(long).toBeLessThanOrEqual(TTL);
    const short = new SessionStore(redis, { ...RULES, ttlMs: 60_000 }, () => now);
    await begin(short);
    expect(await ttlOf(`session:${userId}`)).toBeGreaterThan(60_000);
  });

  it('lives longer with a session that lives longer', async () => {
    const short = new SessionStore(redis, { ...RULES, ttlMs: 60_000 }, () => now);
    await begin(short);
    expect(await ttlOf(`session:${userId}`)).toBeLessThanOrEqual(60_000);
    await begin();
    expect(await ttlOf(`session:${userId}`)).toBeGreaterThan(60_000);
  });
});

describe('extension', () => {
  it.each([
    [HOUR, 60_000],
    [10 * HOUR, 60_000],
    [10_000, 1_000],
  ])('of a lifetime of %i ms is due after %i ms', async (ttlMs, pause) => {
    const short = new SessionStore(redis, { ...RULES, ttlMs }, () => now);
    const session = await begin(short);
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
    let session = await begin();
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
    const session = await begin();
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
    const session = await begin();
    await end(session.id);
    await store.extend(userId, session);
    expect(await store.find(userId, session.id)).toBeNull();
    expect(await looking.exists(`session:${userId}`)).toBe(0);
  });

  it('does not overtake another that was first', async () => {
    const session = await begin();
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
    const { id, endsAt } = await begin();
    expect(await store.end(userId, id)).toBe(true);
    expect(await looking.pexpiretime(`blacklist:${id}`)).toBe(endsAt);
    expect(await store.end(userId, id)).toBe(false);
  });

  it('holds even where the session itself is written back', async () => {
    const { id } = await begin();
    const text = (await looking.hget(`session:${userId}`, id)) ?? '';
    await store.end(userId, id);
    await looking.hset(`session:${userId}`, id, text);
    expect(await store.find(userId, id)).toBeNull();
  });

  it('of all ends every session of the user, and nobody else’s', async () => {
    const sessions = [await begin(), await begin()];
    const other = newId();
    const { id: others } = await begin(store, other);
    expect(await store.endAll(userId)).toBe(2);
    for (const { id } of sessions) {
      expect(await store.find(userId, id)).toBeNull();
      expect(await looking.exists(`blacklist:${id}`)).toBe(1);
    }
    expect(await store.find(other, others)).not.toBeNull();
    expect(await store.endAll(userId)).toBe(0);
  });

  it('of all but one leaves that one, and counts the others', async () => {
    const kept = await begin();
    const others = [await begin(), await begin()];
    expect(await store.endAllBut(userId, kept.id)).toBe(2);
    expect(await store.list(userId)).toEqual([kept]);
    for (const { id } of others) expect(await looking.exists(`blacklist:${id}`)).toBe(1);
    expect(await store.endAllBut(userId, kept.id)).toBe(0);
  });

  it('counts those only that were still alive', async () => {
    await begin();
    now += TTL;
    await begin();
    expect(await store.endAll(userId)).toBe(1);
  });
});

describe('above the limit of one user', () => {
  let three: SessionStore;
  beforeEach(() => {
    three = new SessionStore(redis, { ...RULES, maxPerUser: 3 }, () => now);
  });
  /** Each a second after the one before. */
  const beginMany = async (count: number) => {
    const sessions = [];
    for (let nth = 0; nth < count; nth += 1) {
      now += 1_000;
      sessions.push(await begin(three));
    }
    return sessions;
  };
  const idsOf = (sessions: { id: string }[]) => sessions.map(({ id }) => id).sort();
  const kept = async () => (await looking.hkeys(`session:${userId}`)).sort();

  it('the oldest ends, however recently it was used, and is reported', async () => {
    const [oldest, ...others] = await beginMany(3);
    if (!oldest) throw new Error('there is no session');
    now += 120_000;
    await three.extend(userId, oldest);
    const { session, crowdedOut } = await three.create(userId, ORIGIN);
    expect(idsOf(crowdedOut)).toEqual([oldest.id]);
    expect(await kept()).toEqual(idsOf([...others, session]));
    expect(await looking.pexpiretime(`blacklist:${oldest.id}`)).toBe(oldest.endsAt);
    await three.extend(userId, oldest);
    expect(await three.find(userId, oldest.id)).toBeNull();
  });

  it('what has ended already makes room before anything that lives', async () => {
    const short = new SessionStore(redis, { ...RULES, ttlMs: 10_000 }, () => now);
    const [first] = await beginMany(1);
    const dead = await begin(short);
    await looking.hset(`session:${userId}`, 'unreadable', 'x');
    now += 10_000;
    const { session, crowdedOut } = await three.create(userId, ORIGIN);
    expect(crowdedOut).toEqual([]);
    expect((await three.list(userId)).map(({ id }) => id)).toEqual([session.id, first?.id]);
    await three.create(userId, ORIGIN);
    expect(await kept()).not.toContain(dead.id);
    expect(await kept()).toHaveLength(3);
  });

  it('the new one stays, also where another clock is ahead', async () => {
    await beginMany(3);
    now -= 60_000;
    const { session } = await three.create(userId, ORIGIN);
    expect(await kept()).toContain(session.id);
    expect(await kept()).toHaveLength(3);
  });

  it('exactly so many are left of sign-ins at the same time', async () => {
    await Promise.all(Array.from({ length: 20 }, () => begin(three)));
    expect(await kept()).toHaveLength(3);
  });

  it('a limit that was lowered holds from the next sign-in on', async () => {
    await Promise.all(Array.from({ length: 10 }, () => begin()));
    expect((await three.create(userId, ORIGIN)).crowdedOut).toHaveLength(8);
    expect(await kept()).toHaveLength(3);
  });

  it('others’ sessions count for nothing', async () => {
    const other = newId();
    const theirs = await begin(store, other);
    await beginMany(5);
    expect(await three.find(other, theirs.id)).toEqual(theirs);
  });
});

it('lists the living, newest first', async () => {
  const first = await begin();
  now += 1_000;
  const second = await begin();
  expect((await store.list(userId)).map(({ id }) => id)).toEqual([second.id, first.id]);
  now = first.idleEndsAt;
  expect(await store.list(userId)).toEqual([second]);
});

it('removes what has expired, and not what was extended meanwhile', async () => {
  const dead = await begin();
  now += TTL / 2;
  const alive = await begin();
  now = dead.idleEndsAt;
  expect(await store.removeExpired()).toBeGreaterThanOrEqual(1);
  expect(await looking.hkeys(`session:${userId}`)).toEqual([alive.id]);
});

describe('the clean-up of many users', () => {
  const USERS = 1_200;
  /** Each user has a session that has ended and one that lives. */
  beforeEach(async () => {
    await looking.flushall();
    const alive = await begin();
    const text = (await looking.hget(`session:${userId}`, alive.id)) ?? '';
    await looking.del(`session:${userId}`);
    const writes = looking.pipeline();
    for (let nth = 0; nth < USERS; nth += 1) writes.hset(`session:${newId()}`, { ended: 'x', [alive.id]: text });
    await writes.exec();
  });

  const pagesOf = async () => {
    let pages = 0;
    for await (const keys of redis.scan('session:')) pages += Number(keys.length > 0);
    return pages;
  };

  it('takes two round trips for each page of the scan', async () => {
    const [pages, { trips }] = [await pagesOf(), redis];
    expect(await store.removeExpired()).toBe(USERS);
    expect(redis.trips - trips).toBeLessThanOrEqual(2 * pages);
    expect(store.counts.cleaned).toBe(USERS);
  });

  it('takes one where nothing has ended', async () => {
    await store.removeExpired();
    const [pages, { trips }] = [await pagesOf(), redis];
    expect(await store.removeExpired()).toBe(0);
    expect(redis.trips - trips).toBeLessThanOrEqual(pages);
  });

  it('ends after the page in hand when it is told to', async () => {
    const stopping = new AbortController();
    const stopped = new SessionStore(redis, RULES, () => {
      stopping.abort(); // while the first page is looked at
      return now;
    });
    const removed = await stopped.removeExpired(stopping.signal);
    expect(removed).toBeGreaterThan(0);
    expect(removed).toBeLessThan(USERS);
    expect(await store.removeExpired()).toBe(USERS - removed);
  });
});
