import { v7 as newId } from 'uuid';
import type { RedisStore } from '../../../src/platform/redis/redis-store';
import { AuthenticationTrip, type AuthenticationReply } from '../../../src/platform/sessions/authentication-trip';
import { SessionStore } from '../../../src/platform/sessions/session-store';
import { startTestRedis, type TestRedis } from '../../support/redis';
import { openTestStore } from '../../support/redis-store';

const RULES = { ttlMs: 3_600_000, maxAgeMs: 3_600_000, maxPerUser: 50 };
const ORIGIN = { ip: '192.0.2.7', userAgent: 'a browser' };

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

describe('requests of one turn of the event loop', () => {
  const LIMIT = { max: 1_000, windowMs: 60_000 };
  const scriptsRun = async () =>
    Number(/cmdstat_evalsha:calls=(\d+)/.exec(await redis.client.info('commandstats'))?.[1]);

  /** As many users, each with a value of their own. */
  const signIn = (count: number) =>
    Promise.all(
      Array.from({ length: count }, async (_, nth) => {
        const userId = newId();
        const { session } = await new SessionStore(redis, RULES).create(userId, ORIGIN);
        await redis.client.set(`value of ${userId}`, `own ${nth}`);
        return { userId, sessionId: session.id, limit: LIMIT, keys: ['absent', `value of ${userId}`] };
      }),
    );

  it('share one command, and each gets its own session, count and values', async () => {
    const queries = await signIn(29);
    const trip = new AuthenticationTrip(redis);
    const [before, trips] = [await scriptsRun(), redis.trips];
    const reading: Promise<AuthenticationReply>[] = [];
    for (const query of [...queries, ...queries.slice(0, 3)]) {
      reading.push(trip.read(query));
      await new Promise(process.nextTick); // as from another socket
    }
    const replies = await Promise.all(reading);
    expect(redis.trips - trips).toBe(1);
    expect((await scriptsRun()) - before).toBe(1);
    const owns = queries.map((_, nth) => `own ${nth}`);
    expect(replies.map(({ values }) => values)).toEqual([...owns, ...owns.slice(0, 3)].map((own) => [null, own]));
    expect(replies.map(({ counted }) => counted?.count)).toEqual([...queries.map(() => 1), 2, 2, 2]);
    expect(new Set(replies.map(({ session }) => session)).has(null)).toBe(false);
  });

  it('do not share a revocation, nor the lack of a session, nor a limit', async () => {
    const [revoked, absent, unlimited, sound] = await signIn(4);
    if (!revoked || !absent || !unlimited || !sound) throw new Error('four were signed in');
    await redis.client.set(`blacklist:${revoked.sessionId}`, '1');
    const queries = [revoked, { ...absent, sessionId: 'no such session' }, { ...unlimited, limit: null }, sound];
    const trip = new AuthenticationTrip(redis);
    const replies = await Promise.all(queries.map((query) => trip.read(query)));
    const none = { session: null, counted: null, values: [] };
    expect(replies.slice(0, 2)).toEqual([none, none]);
    expect(replies.map(({ counted }) => counted?.count ?? null)).toEqual([null, null, null, 1]);
    expect(replies.slice(2).map(({ values }) => values[1])).toEqual(['own 2', 'own 3']);
  });

  it('do not share an error of one of them', async () => {
    const [broken, ...others] = await signIn(3);
    if (!broken) throw new Error('three were signed in');
    await redis.client.set(`session:${broken.userId}`, 'not a hash');
    const trip = new AuthenticationTrip(redis);
    const [failed, ...replies] = await Promise.allSettled([broken, ...others].map((query) => trip.read(query)));
    expect(failed).toMatchObject({ status: 'rejected', reason: { code: 'SERVICE_UNAVAILABLE' } });
    expect(replies).toMatchObject([{ value: { values: [null, 'own 1'] } }, { value: { values: [null, 'own 2'] } }]);
    await expect(trip.read(broken)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });

  it('are asked in several commands if there are very many, or one wants very many values', async () => {
    const queries = await signIn(33);
    const many = { ...queries[0], keys: Array.from({ length: 2_000 }, () => queries[0]?.keys[1] ?? '') };
    const trip = new AuthenticationTrip(redis);
    const before = await scriptsRun();
    const replies = await Promise.all([many as (typeof queries)[0], ...queries].map((query) => trip.read(query)));
    expect((await scriptsRun()) - before).toBe(3);
    expect(replies.map(({ values }) => values.length)).toEqual([2_000, ...queries.map(() => 2)]);
    expect(new Set(replies[0]?.values)).toEqual(new Set(['own 0']));
  });
});
