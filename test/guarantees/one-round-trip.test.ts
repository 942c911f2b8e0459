import { redisUrlOf, signUp, startApp, type Account, type TestApp } from '../support/app';
import { graphql } from '../support/graphql';
import { rest } from '../support/rest';
import { insertStudents } from '../support/rows';
import { spent, untilReplayed, workOf } from '../support/work';

/** A repeated read costs one round trip to Redis, which checks the session, its revocation and the limit; and no SQL. */

const QUERY = '{ students(first: 50) { nodes { id name email branch phone } totalCount } }';
const REST_LIST = 'GET /api/auth/student/students?limit=50';

let app: TestApp;
let trainer: Account;

beforeAll(async () => {
  app = await startApp({ env: { RATE_LIMIT_USER: '1000000/1h' } });
  await insertStudents(
    app.databaseUrl,
    Array.from({ length: 60 }, (_, nth) => ({ name: `Student ${nth}` })),
  );
  trainer = await signUp(app, 'trainer');
});
afterAll(() => app.close());

type Read = () => Promise<{ status: number; headers: Headers }>;

const transports: Record<string, Read> = {
  'POST /graphql': () => graphql(app.url, QUERY, { token: trainer.token }),
  'GET /graphql': () => graphql(app.url, QUERY, { token: trainer.token, method: 'GET' }),
  REST: () => rest(app.url, REST_LIST, { token: trainer.token }),
};

/** What one read costs, after others have made it a repeated one. */
async function costOf(read: Read) {
  await untilReplayed(app, read);
  const before = await workOf(app);
  const answer = await read();
  return { answer, ...spent(before, await workOf(app)) };
}

describe.each(Object.keys(transports))('a repeated read at %s', (transport) => {
  it('costs one round trip to Redis and no SQL', async () => {
    const { answer, ...cost } = await costOf(transports[transport] as Read);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-cache')).toBe('HIT');
    expect(cost).toEqual({
      trips: 1,
      statements: 0,
      socketReads: 1,
      // One script is sent; the others are what it does: session, revocation, the user's limit, profile and tags.
      commands: { evalsha: 1, hget: 1, exists: 1, incr: 1, pttl: 1, mget: 1 },
    });
  });
});

it.each(['GET /graphql', 'REST'])('a 304 at %s costs the same: the session is checked', async (transport) => {
  const path =
    transport === 'GET /graphql' ? `/graphql?query=${encodeURIComponent(QUERY)}` : REST_LIST.slice('GET '.length);
  const authorization = `Bearer ${trainer.token}`;
  const first = await fetch(app.url + path, { headers: { authorization } });
  const etag = first.headers.get('etag') ?? '';
  await first.text();
  const { answer, ...cost } = await costOf(() =>
    fetch(app.url + path, { headers: { authorization, 'if-none-match': etag } }),
  );
  expect(answer.status).toBe(304);
  expect(cost).toMatchObject({ trips: 1, statements: 0, socketReads: 1, commands: { evalsha: 1 } });
});

it('a read that was never made costs more: this counts at all', async () => {
  const before = await workOf(app);
  await graphql(app.url, QUERY.replace('50', '49'), { token: trainer.token });
  const { trips, statements } = spent(before, await workOf(app));
  expect(trips).toBeGreaterThan(1);
  expect(statements).toBeGreaterThan(0);
});

describe('a list that another replica changes and loads again', () => {
  let elsewhere: TestApp;
  beforeAll(async () => {
    elsewhere = await startApp({ database: { url: app.databaseUrl }, redis: { url: redisUrlOf(app) } });
  });
  afterAll(() => elsewhere.close());

  const QUERY_50 = '{ students(first: 50) { nodes { name phone } } }';
  const read = ({ url }: TestApp) => graphql(url, QUERY_50, { token: trainer.token });

  /** Changes a student of the page (or one behind it), and loads the page again, both elsewhere. */
  async function changeElsewhere(name: string, phone: string): Promise<void> {
    const { token } = await signUp(elsewhere, 'student', { name });
    await graphql(elsewhere.url, `mutation { updateProfile(input: { phone: "${phone}" }) { id } }`, { token });
    await read(elsewhere);
  }

  it('costs two round trips the first time, then one, as long as it goes on changing', async () => {
    for (let nth = 0; nth < 3; nth += 1) await read(app);
    const trips: number[] = [];
    for (const phone of ['1', '2', '3']) {
      await changeElsewhere('Aaron', phone);
      const before = await workOf(app);
      expect((await read(app)).text).toContain(`"phone":"${phone}"`);
      const { statements, ...cost } = spent(before, await workOf(app));
      expect(statements).toBe(0);
      trips.push(cost.trips);
    }
    expect(trips).toEqual([2, 1, 1]);
  });

  it('is confirmed in the same round trip if the change is on another page, and then only its versions are read', async () => {
    for (let nth = 0; nth < 3; nth += 1) await read(app);
    await changeElsewhere('Zoe', '4');
    await read(app);
    await changeElsewhere('Zoe', '5');
    const [confirmed, repeated] = [await costOfOne(read), await costOfOne(read)];
    expect([confirmed.trips, repeated.trips]).toEqual([1, 1]);
    await read(app);
    expect((await costOfOne(read)).commands).toEqual({ evalsha: 1, hget: 1, exists: 1, incr: 1, pttl: 1, mget: 1 });
  });

  it('is a hit for every request of a crowd that meets the change at once', async () => {
    for (let nth = 0; nth < 3; nth += 1) await read(app);
    await changeElsewhere('Abel', '6');
    const before = await workOf(app);
    const crowd = await Promise.all(Array.from({ length: 30 }, () => read(app)));
    expect(crowd.filter(({ headers }) => headers.get('x-cache') !== 'HIT')).toEqual([]);
    expect(spent(before, await workOf(app)).statements).toBe(0);
  });

  async function costOfOne(ask: (one: TestApp) => Promise<unknown>) {
    const before = await workOf(app);
    await ask(app);
    return spent(before, await workOf(app));
  }
});
