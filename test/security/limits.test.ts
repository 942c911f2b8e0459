import { randomBytes } from 'node:crypto';
import { signIn, signUp, startApp, type Account, type TestApp } from '../support/app';
import { withstands } from '../support/afterwards';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { codesOf, dataOf, graphql, type Answer } from '../support/graphql';
import { startTestRedis, type TestRedis } from '../support/redis';
import { rest } from '../support/rest';
import { attempt, TRANSPORTS, WRONG, type Outcome } from './support/sign-in';

/*
 * One bucket, whichever way one comes; an address that only a trusted proxy can tell; and nothing that keeps anybody from
 * signing out, or from knowing where one stands.
 */
let database: TestDatabase;
let redis: TestRedis;
let apps: TestApp[] = [];

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
});
afterAll(() => Promise.all([database.drop(), redis.stop()]));
afterEach(async () => {
  await apps[0]?.redis.flushall();
  await Promise.all(apps.map((app) => app.close()));
  apps = [];
});

/** A replica with the limits it names; all others are off. */
async function replica(env: Record<string, string>): Promise<TestApp> {
  const app = await startApp({ env, database, redis });
  apps.push(app);
  return app;
}

const anyEmail = () => `${randomBytes(6).toString('hex')}@example.org`;

it('one bucket for both transports of two replicas, aliases and parallel requests', async () => {
  const env = { RATE_LIMIT_LOGIN: '5/15m' };
  const [one, two] = [await replica(env), await replica(env)];
  const valid = await signUp(one, 'student');
  const { id, email, password } = await signUp(one, 'student');
  const sessions = () => one.redis.hlen(`session:${id}`);
  const before = await sessions();

  const field = (nth: number) => `a${nth}: login(input: { email: "${email}", password: "${password}" }) { token }`;
  const aliases = `mutation { ${[1, 2, 3].map(field).join(' ')} }`;
  const statuses = await withstands(one, valid, () =>
    Promise.all(
      Array.from({ length: 60 }, async (_, nth) => {
        const { url } = nth % 2 ? one : two;
        if (nth % 3 === 0) return (await graphql(url, aliases)).status;
        const spelling = nth % 5 ? email : ` ${email.toUpperCase()}\u200B`;
        return (await attempt(url, nth % 3 === 1 ? 'GraphQL' : 'REST', { email: spelling, password })).status;
      }),
    ),
  );

  const opened = (await sessions()) - before;
  expect(opened).toBeLessThanOrEqual(5);
  // On a machine too busy to answer all, those that got 503 may be among those that count.
  expect(opened + statuses.filter((status) => status === 503).length).toBeGreaterThanOrEqual(5);
  expect(await one.redis.keys('rate_limit:login:*')).toEqual([`rate_limit:login:${email}`]);
});

describe('counting by address', () => {
  const networksOf = async (app: TestApp) =>
    (await app.redis.keys('rate_limit:login_ip:*')).map((key) => key.slice('rate_limit:login_ip:'.length)).sort();

  /** As many tries as there are sets of headers, over both transports in turn, each for another account. */
  const tries = (app: TestApp, headers: Record<string, string>[]): Promise<Outcome[]> =>
    Promise.all(
      headers.map(async (one, nth) => {
        const body = { email: anyEmail(), password: WRONG };
        if (nth % 2) return asOutcome(await rest(app.url, 'POST /api/auth/trainer/login', { body, headers: one }));
        const query = 'mutation ($input: LoginInput!) { login(input: $input) { token } }';
        return asOutcome(await graphql(app.url, query, { variables: { input: body }, headers: one }));
      }),
    );
  const asOutcome = ({ status, headers, text }: { status: number; headers: Headers; text: string }): Outcome => {
    const result = /RATE_LIMITED|UNAUTHENTICATED|SERVICE_UNAVAILABLE/.exec(text)?.[0] ?? text;
    return { result, status, headers, text, token: null, device: null };
  };
  const refusals = (outcomes: Outcome[]) => outcomes.filter(({ result }) => result === 'RATE_LIMITED').length;

  const via = (address: string) => ({ 'x-forwarded-for': address });
  const twelve = (headers: (nth: number) => Record<string, string>) =>
    Array.from({ length: 12 }, (_, nth) => headers(nth));

  it('without a proxy that is trusted, no header makes anybody another', async () => {
    const app = await replica({ RATE_LIMIT_LOGIN_IP: '4/15m' });
    const names = ['x-forwarded-for', 'x-real-ip', 'x-client-ip', 'cf-connecting-ip', 'true-client-ip'];
    const outcomes = await tries(app, [
      ...names.flatMap((name) => [{ [name]: '192.0.2.1' }, { [name]: '192.0.2.2' }]),
      ...['192.0.2.1', '192.0.2.2'].map((address) => ({ forwarded: `for=${address}` })),
    ]);
    expect(refusals(outcomes)).toBeGreaterThanOrEqual(8 - outcomes.filter(({ status }) => status === 503).length);
    expect(await networksOf(app)).toEqual(['127.0.0.1']);
  });

  it.each([
    ['1', 'a hop'],
    ['127.0.0.0/8', 'a network'],
  ])('behind a proxy, trusted as %s (%s), what the client wrote itself does not count', async (TRUST_PROXY) => {
    const app = await replica({ RATE_LIMIT_LOGIN_IP: '4/15m', TRUST_PROXY });
    await tries(
      app,
      twelve((nth) => via(`192.0.2.${nth}, ${nth}, 203.0.113.5`)),
    );
    expect(await networksOf(app)).toEqual(['203.0.113.5']);
  });

  it.each(['127.0.0.0/8,10.0.0.0/8', '2'])('proxies trusted as %s may add ports and brackets', async (TRUST_PROXY) => {
    const app = await replica({ RATE_LIMIT_LOGIN_IP: '4/15m', TRUST_PROXY });
    const hops = [
      '203.0.113.7:51234, 10.0.0.5:443',
      '203.0.113.8:1,[::ffff:10.0.0.5]:443',
      '[2001:db8::9]:2, 10.0.0.5',
    ];
    await tries(app, hops.map(via));
    expect(await networksOf(app)).toEqual(['2001:db8::/64', '203.0.113.7', '203.0.113.8']);
  });

  it('an IPv6 line is one, however many of its addresses it uses and however they are written', async () => {
    const app = await replica({ RATE_LIMIT_LOGIN_IP: '4/15m', TRUST_PROXY: '1' });
    const spellings = [
      ...Array.from({ length: 8 }, (_, nth) => `2001:db8:0:7:${nth}::${nth}`),
      '2001:0DB8:0000:0007:FFFF:ffff:ffff:ffff',
      '2001:db8:0:7::192.0.2.1',
      '[2001:db8:0:7::1]:443',
    ];
    const valid = await signUp(app, 'student');
    const outcomes = await withstands(app, valid, () => tries(app, spellings.map(via)));
    expect(refusals(outcomes)).toBeGreaterThanOrEqual(7 - outcomes.filter(({ status }) => status === 503).length);
    expect(await networksOf(app)).toEqual(['2001:db8:0:7::/64']);
    const [neighbour] = await tries(app, [via('2001:db8:0:8::1')]);
    expect(neighbour?.result).toBe('UNAUTHENTICATED');
  });

  it('an IPv4 address is the same one inside IPv6, and with a port', async () => {
    const app = await replica({ RATE_LIMIT_LOGIN_IP: '4/15m', TRUST_PROXY: '1' });
    await tries(
      app,
      ['192.0.2.1', '::ffff:192.0.2.1', '::FFFF:c000:201', '0:0:0:0:0:ffff:c000:0201', '192.0.2.1:51234'].map(via),
    );
    expect(await networksOf(app)).toEqual(['192.0.2.1']);
  });

  it('for what is no address, it is the proxy that passed it on', async () => {
    const app = await replica({ RATE_LIMIT_LOGIN_IP: '4/15m', TRUST_PROXY: '1' });
    await tries(app, ['unknown', '_hidden', '1.2.3', '999.1.1.1', '*', 'a:b', '::g', "'; DROP TABLE users"].map(via));
    expect(await networksOf(app)).toEqual(['127.0.0.1']);
  });

  it('registrations and reads go by the same address', async () => {
    const app = await replica({ RATE_LIMIT_REGISTER: '2/15m', RATE_LIMIT_API: '2/5m', TRUST_PROXY: '1' });
    const register = (nth: number) =>
      rest(app.url, 'POST /api/auth/student/register', {
        body: { name: 'N', email: anyEmail(), password: 'a long password', branch: 'C' },
        headers: via(`2001:db8::${nth}`),
      });
    const statuses = [await register(1), await register(2), await register(3)].map(({ status }) => status);
    expect(statuses).toEqual([201, 201, 429]);
    const read = (nth: number) => graphql(app.url, '{ trainers { totalCount } }', { headers: via(`2001:db8::${nth}`) });
    const codes = [await read(1), await read(2), await read(3)].map((answer) => codesOf(answer)[0]);
    expect(codes).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED', 'RATE_LIMITED']);
  });
});

describe('with all operations used up', () => {
  const READ = '{ trainers { totalCount } }';
  let app: TestApp;
  let account: Account;

  beforeAll(async () => {
    app = await startApp({ env: { RATE_LIMIT_USER: '3/15m' }, database, redis });
  });
  afterAll(async () => {
    await app.redis.flushall();
    await app.close();
  });
  beforeEach(async () => {
    account = await signUp(app, 'trainer');
    await Promise.all([1, 2, 3].map(() => ask(READ)));
    expect(codesOf(await ask(READ))).toEqual(['RATE_LIMITED']);
  });

  const ask = (query: string, token = account.token): Promise<Answer> => graphql(app.url, query, { token });

  it.each([
    ['logout', 'mutation { logout }', { logout: true }],
    ['logout by another name', 'mutation { updateProfile: logout }', { updateProfile: true }],
    ['logout in a fragment', 'mutation { ...F } fragment F on Mutation { logout }', { logout: true }],
    ['logout everywhere', 'mutation { logoutEverywhere }', { logoutEverywhere: 1 }],
  ])('one can still sign out: %s', async (_name, query, data) => {
    const used = await app.redis.get(`rate_limit:user:${account.id}`);
    const answer = await ask(query);
    expect(dataOf(answer)).toEqual(data);
    expect(answer.headers.get('x-ratelimit-limit')).toBeNull();
    expect(await app.redis.get(`rate_limit:user:${account.id}`)).toBe(used);
    expect((await ask(READ)).status).toBe(401);
    expect((await ask(query)).status).toBe(401);
  });

  it('one can still sign out over the other transport', async () => {
    const answer = await rest(app.url, 'POST /api/auth/trainer/logout', { token: account.token });
    expect(answer.status).toBe(200);
    expect((await ask(READ)).status).toBe(401);
  });

  it.each([
    ['a field that is only called so', 'mutation { logout: updateProfile(input: { name: "M" }) { id } }'],
    ['another field beside it', 'mutation { logout updateProfile(input: { name: "M" }) { id } }'],
    ['another field before it', 'mutation { revokeSession(id: "x") logout }'],
    ['a query called so', 'query logout { trainers { totalCount } }'],
  ])('nothing else gets through: %s', async (_name, query) => {
    expect(codesOf(await ask(query))).toEqual(['RATE_LIMITED']);
    expect(codesOf(await ask('mutation { logout }'))).toEqual([]);
  });
});

it('a stolen token does not serve to guess the password, nor to keep its owner from changing it', async () => {
  const app = await replica({ RATE_LIMIT_LOGIN: '5/15m' });
  const valid = await signUp(app, 'student');
  const thief = await signUp(app, 'student');
  const owner = await signIn(app, thief.email);
  const query = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { token } }';
  const change = (token: string, currentPassword: string, newPassword = 'another long password') =>
    graphql(app.url, query, { variables: { input: { currentPassword, newPassword } }, token });

  for (let nth = 0; nth < 6; nth += 1) {
    // What is wrong with the new one is no guess at the old one.
    expect(codesOf(await change(thief.token, thief.password, 'password'))).toEqual(['BAD_USER_INPUT']);
  }
  const answers = await withstands(app, valid, () =>
    Promise.all(Array.from({ length: 50 }, (_, nth) => change(thief.token, `a guess, the ${nth}th`))),
  );
  const passed = answers.filter((answer) => codesOf(answer)[0] === 'BAD_USER_INPUT').length;
  expect(passed).toBeLessThanOrEqual(5);
  expect(passed + answers.filter(({ status }) => status === 503).length).toBeGreaterThanOrEqual(5);
  expect(codesOf(await change(thief.token, thief.password))).toEqual(['RATE_LIMITED']);
  expect(codesOf(await change(owner.token, thief.password))).toEqual([]);
  expect((await graphql(app.url, '{ me { id } }', { token: thief.token })).status).toBe(401);
});

describe('the state of a caller’s limits', () => {
  const LIMITS = {
    RATE_LIMIT_LOGIN: '5/15m',
    RATE_LIMIT_LOGIN_IP: '100/15m',
    RATE_LIMIT_REGISTER: '3/15m',
    RATE_LIMIT_API: '2/5m',
    RATE_LIMIT_USER: '50/1m',
  };
  const QUERY = '{ rateLimits { policy limit windowSeconds remaining resetSeconds } }';
  interface Status {
    policy: string;
    limit: number;
    windowSeconds: number;
    remaining: number;
    resetSeconds: number;
  }
  const statusesOf = (answer: Answer) => dataOf<{ rateLimits: Status[] }>(answer).rateLimits;
  const fresh = (policy: string, limit: number, windowSeconds: number) => ({
    ...{ policy, limit, windowSeconds, remaining: limit, resetSeconds: 0 },
  });

  it('is for anybody, by address, and costs nothing', async () => {
    const app = await replica(LIMITS);
    for (let nth = 0; nth < 20; nth += 1) {
      const answer = await graphql(app.url, QUERY);
      expect(statusesOf(answer)).toEqual([
        fresh('api', 2, 300),
        fresh('login_ip', 100, 900),
        fresh('register', 3, 900),
      ]);
      expect(answer.headers.get('x-ratelimit-limit')).toBeNull();
    }
    expect(await app.redis.keys('rate_limit:*')).toEqual([]);
  });

  it('is what the attempts of that address have left, and nobody else’s', async () => {
    const app = await replica({ ...LIMITS, TRUST_PROXY: '1' });
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
    const email = anyEmail();
    for (const transport of TRANSPORTS)
      await attempt(app.url, transport, { email, password: WRONG, address: '2001:db8::1' });
    for (let nth = 0; nth < 3; nth += 1) await graphql(app.url, '{ trainers { totalCount } }', from('2001:db8::2'));
    const own = await graphql(app.url, QUERY, from('2001:db8::3'));
    expect(statusesOf(own)).toEqual([
      { policy: 'api', limit: 2, windowSeconds: 300, remaining: 0, resetSeconds: expect.any(Number) },
      { policy: 'login_ip', limit: 100, windowSeconds: 900, remaining: 98, resetSeconds: expect.any(Number) },
      fresh('register', 3, 900),
    ]);
    const [api, login] = statusesOf(own);
    expect(api?.resetSeconds).toBeGreaterThan(0);
    expect(api?.resetSeconds).toBeLessThanOrEqual(300);
    expect(login?.resetSeconds).toBeGreaterThan(300);
    expect(own.text).not.toContain(email);
    const others = await graphql(app.url, QUERY, from('2001:db8:0:1::1'));
    expect(statusesOf(others).map(({ limit, remaining }) => limit - remaining)).toEqual([0, 0, 0]);
  });

  it('costs a user nothing, and is never refused', async () => {
    const app = await replica({ ...LIMITS, RATE_LIMIT_REGISTER: 'off', RATE_LIMIT_USER: '2/1m' });
    const { token } = await signUp(app, 'student');
    for (const remaining of [2, 1, 0]) {
      for (let nth = 0; nth < 2; nth += 1) {
        const answer = await graphql(app.url, QUERY, { token });
        expect(statusesOf(answer)[0]).toMatchObject({ policy: 'user', limit: 2, remaining });
        expect(answer.headers.get('x-ratelimit-limit')).toBeNull();
      }
      await graphql(app.url, '{ me { id } }', { token });
    }
  });

  it('counts an operation that reads something else too, and is never replayed', async () => {
    const app = await replica({ ...LIMITS, RATE_LIMIT_REGISTER: 'off' });
    const { token } = await signUp(app, 'student');
    const asked = '{ me { id } trainers { totalCount } rateLimits { policy remaining } }';
    for (let nth = 1; nth <= 5; nth += 1) {
      const answer = await graphql(app.url, asked, { token });
      const own = { policy: 'user', remaining: 50 - nth };
      expect(dataOf(answer)['rateLimits']).toEqual([own, { policy: 'login_ip', remaining: 100 }]);
      expect(answer.headers.get('x-ratelimit-remaining')).toBe(String(own.remaining));
    }
  });

  it('leaves out what is off', async () => {
    const app = await replica({});
    expect(statusesOf(await graphql(app.url, QUERY))).toEqual([]);
  });
});
