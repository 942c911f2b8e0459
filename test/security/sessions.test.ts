import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { JWT_SECRET, sessionIdOf, signIn, signUp, startApp, type Account, type TestApp } from '../support/app';
import { expectServed, withstands } from '../support/afterwards';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { codesOf, dataOf, graphql } from '../support/graphql';
import { startTestRedis, type TestRedis } from '../support/redis';
import { rest } from '../support/rest';
import { startRedisLink, type RedisLink } from './support/redis-link';

const MAX_PER_USER = 5;
/** A session as it is sent to be extended: part of no other command of a signed-in read. */
const EXTENSION = /\r\n\[\d{13},\d{13},/;
/** The command that ends a session, or all of a user's. */
const SIGN_OUT = /\r\nhdel\r\n|\r\nsession:[-\w]+\r\n\$0\r\n/;

let database: TestDatabase;
let redis: TestRedis;
/** What either gateway sends to Redis can be kept back. */
let link: RedisLink;
let ownLink: RedisLink;
let slow: TestApp;
let app: TestApp;
let witness: Account;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  [link, ownLink] = await Promise.all([startRedisLink(redis.url), startRedisLink(redis.url)]);
  const env = { SESSION_MAX_PER_USER: String(MAX_PER_USER) };
  app = await startApp({ database, redis: ownLink, env });
  slow = await startApp({ database, redis: link, env });
  witness = await signUp(app, 'trainer');
});
afterAll(async () => {
  await Promise.all([app.close(), slow.close()]);
  await Promise.all([link.close(), ownLink.close()]);
  await Promise.all([database.drop(), redis.stop()]);
});

const read = (at: TestApp, token: string) => graphql(at.url, '{ me { id } }', { token });
const mutate = (at: TestApp, token: string, query: string, variables = {}) =>
  graphql(at.url, query, { token, variables });

async function expectOut(token: string): Promise<void> {
  for (const one of [app, slow]) {
    expect((await read(one, token)).status).toBe(401);
    expect((await rest(one.url, 'GET /api/auth/trainer/trainers', { token })).status).toBe(401);
    expect((await mutate(one, token, 'mutation { revokeOtherSessions }')).status).toBe(401);
  }
}

/** As if it had been used last two minutes ago: the next request extends it. */
async function makeDue({ id, token }: Account): Promise<void> {
  const [key, field] = [`session:${id}`, sessionIdOf(token)];
  const session = JSON.parse((await app.redis.hget(key, field)) ?? '[]') as number[];
  session[1] = Date.now() - 120_000;
  await app.redis.hset(key, field, JSON.stringify(session));
}

type Ended = { status: number };
type End = (account: Account) => Promise<Ended>;
const change = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { token } }';
const ENDINGS: [name: string, end: End][] = [
  ['logout', ({ token }) => mutate(app, token, 'mutation { logout }')],
  ['logout by REST', ({ token }) => rest(app.url, 'POST /api/auth/trainer/logout', { token })],
  ['logoutEverywhere', ({ token }) => mutate(app, token, 'mutation { logoutEverywhere }')],
  ['revokeSession', ({ token }) => mutate(app, token, `mutation { revokeSession(id: "${sessionIdOf(token)}") }`)],
  [
    'revokeOtherSessions elsewhere',
    async ({ email }) => mutate(app, (await signIn(app, email)).token, 'mutation { revokeOtherSessions }'),
  ],
  [
    'changePassword',
    ({ token, password }) =>
      mutate(app, token, change, { input: { currentPassword: password, newPassword: 'quite another password' } }),
  ],
  [
    'so many sign-ins elsewhere that it is the one too many',
    async ({ email }) => {
      for (let nth = 0; nth < MAX_PER_USER; nth += 1) await signIn(app, email);
      return { status: 200 };
    },
  ],
  [
    'DEL session:{userId}',
    async ({ id }) => {
      await app.redis.del(`session:${id}`);
      return { status: 200 };
    },
  ],
];

describe('an extension that was sent before the sign-out and arrives after it', () => {
  /** Repeated without executing: the extension is the last that the slow gateway asks of Redis for it. */
  const REPEATED = '{ lectures { totalCount } }';
  const repeat = (token: string) => graphql(slow.url, REPEATED, { token });

  beforeAll(() => eventually(async () => (await repeat(witness.token)).headers.get('x-cache') === 'HIT'));
  afterEach(() => Promise.all([link.release(), ownLink.release()]));

  /** A request has been answered by the slow gateway, whose extension has not reached Redis. */
  async function withExtensionOnItsWay(): Promise<Account> {
    const account = await signUp(app, 'trainer');
    await eventually(async () => (await repeat(account.token)).headers.get('x-cache') === 'HIT');
    await repeat(account.token);
    await makeDue(account);
    const onItsWay = link.keepBack(EXTENSION);
    expect((await repeat(account.token)).status).toBe(200);
    await onItsWay;
    return account;
  }

  const isBack = () => eventually(async () => (await fetch(`${slow.url}/readyz`)).ok);

  async function expectNoRevival({ id, token }: Account): Promise<void> {
    await isBack();
    await expectOut(token);
    expect(await app.redis.hexists(`session:${id}`, sessionIdOf(token))).toBe(0);
    await expectServed(slow, witness);
  }

  it('would otherwise have been made', async () => {
    const account = await withExtensionOnItsWay();
    const before = await app.redis.hget(`session:${account.id}`, sessionIdOf(account.token));
    await link.release();
    await isBack();
    expect(await app.redis.hget(`session:${account.id}`, sessionIdOf(account.token))).not.toBe(before);
    expect((await read(slow, account.token)).status).toBe(200);
  });

  it.each(ENDINGS)('%s: it revives nothing', async (_name, end) => {
    const account = await withExtensionOnItsWay();
    expect(await end(account)).toMatchObject({ status: 200 });
    await link.release();
    await expectNoRevival(account);
  });

  const ORDERS = { 'before the sign-out': ['link', 'ownLink'], 'after it': ['ownLink', 'link'] } as const;

  it.each(
    ENDINGS.slice(0, 4).flatMap(([name, end]) =>
      Object.entries(ORDERS).map(([order, links]) => ({ name, end, order, links })),
    ),
  )(
    '$name that Redis meets when it goes on after standing still, the extension $order: it revives nothing',
    async ({ end, links }) => {
      const account = await withExtensionOnItsWay();
      const signsOut = ownLink.keepBack(SIGN_OUT);
      const ending = end(account);
      await signsOut;
      redis.pause();
      const arrivals = links.map((name) => ({ link, ownLink })[name].release());
      await sleep(20);
      redis.resume();
      await Promise.all(arrivals);
      await acknowledged(await ending, () => end(account));
      await expectNoRevival(account);
    },
  );

  /** After 503 the client tries again, until the response says that it is signed out: by success, or as nobody. */
  async function acknowledged(answer: Ended, again: () => Promise<Ended>): Promise<void> {
    const isOver = ({ status }: Ended) => status === 200 || status === 401;
    if (isOver(answer)) return;
    expect(answer.status).toBe(503);
    await eventually(async () => isOver(await again()));
  }
});

describe('so many sessions and no more', () => {
  const login = (role: string, email: string, password: string) =>
    rest(app.url, `POST /api/auth/${role}/login`, { body: { email, password } });

  it('the oldest goes, whichever transport the newest came by', async () => {
    const account = await signUp(app, 'student');
    const tokens = [account.token];
    for (let nth = 0; nth < MAX_PER_USER + 1; nth += 1) {
      const viaRest = nth % 2 === 0;
      const token = viaRest
        ? String((await login('student', account.email, account.password)).body['token'])
        : (await signIn(slow, account.email)).token;
      tokens.push(token);
    }
    const [first = '', second = '', ...others] = tokens;
    await expectOut(first);
    await expectOut(second);
    for (const token of others) expect((await read(app, token)).status).toBe(200);
    expect(await app.redis.hlen(`session:${account.id}`)).toBe(MAX_PER_USER);
  });

  it('not even of sign-ins at the same time, over both transports of both gateways', async () => {
    const account = await signUp(app, 'trainer');
    await withstands(app, witness, async () => {
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, nth) =>
          nth % 2 === 0
            ? login('trainer', account.email, account.password).then(({ body }) => String(body['token']))
            : signIn(nth % 4 === 1 ? app : slow, account.email).then(({ token }) => token),
        ),
      );
      expect(await app.redis.hlen(`session:${account.id}`)).toBe(MAX_PER_USER);
      const statuses = await Promise.all([account.token, ...answers].map((token) => read(app, token)));
      expect(statuses.filter(({ status }) => status === 200)).toHaveLength(MAX_PER_USER);
    });
  });

  it('wrong passwords push nobody out', async () => {
    const account = await signUp(app, 'trainer');
    await withstands(app, account, async () => {
      for (let nth = 0; nth < MAX_PER_USER + 1; nth += 1) {
        expect((await login('trainer', account.email, 'not the password')).status).toBe(401);
        expect((await login('student', account.email, account.password)).status).toBe(401);
      }
    });
  });
});

it('each session shows the device and the address it was begun from, and not what the device claims', async () => {
  const account = await signUp(app, 'student');
  const headers = {
    'user-agent': `A phone ${'x'.repeat(2_000)}`,
    'x-forwarded-for': '203.0.113.9',
    forwarded: 'for=::1',
  };
  const body = { email: account.email, password: account.password };
  const { token } = (await rest(app.url, 'POST /api/auth/student/login', { body, headers })).body;
  const answer = await graphql(app.url, '{ sessions { id ip userAgent current } }', { token: String(token) });
  const { sessions } = dataOf<{ sessions: { ip: string; userAgent: string }[] }>(answer);
  expect(sessions).toHaveLength(2);
  expect(sessions[0]).toMatchObject({ id: sessionIdOf(String(token)), ip: '127.0.0.1', current: true });
  expect(sessions[0]?.userAgent).toBe(`A phone ${'x'.repeat(248)}`);
});

it('nobody sees or ends the sessions of another', async () => {
  const attacker = await signUp(app, 'trainer');
  await withstands(app, witness, async () => {
    const theirs = sessionIdOf(witness.token);
    for (const id of [
      theirs,
      `${theirs}\u0000`,
      `session:${witness.id}`,
      '*',
      '__proto__',
      `${witness.id}:${theirs}`,
    ]) {
      const query = 'mutation ($id: ID!) { revokeSession(id: $id) }';
      expect(codesOf(await mutate(app, attacker.token, query, { id }))).toEqual(['NOT_FOUND']);
    }
    expect(dataOf(await mutate(app, attacker.token, 'mutation { revokeOtherSessions }'))).toEqual({
      revokeOtherSessions: 0,
    });
    expect(dataOf(await mutate(app, attacker.token, 'mutation { logoutEverywhere }'))).toEqual({ logoutEverywhere: 1 });
    expect(await app.redis.keys(`blacklist:${theirs}*`)).toEqual([]);
  });
});

describe('a token that does not count', () => {
  const GARBAGE: [name: string, () => string][] = [
    ['garbage', () => 'garbage'],
    ['garbage of three parts', () => 'a.b.c'],
    ['another secret', () => mint(newId(), 'AAAAAAAAAAAAAAAAAAAAAA', 'another secret')],
    ['a user that is nobody', () => mint(newId(), 'AAAAAAAAAAAAAAAAAAAAAA')],
    ['a session that never was', () => mint(witness.id, 'AAAAAAAAAAAAAAAAAAAAAA')],
    ['another’s session', () => mint(newId(), sessionIdOf(witness.token))],
    ['a jti with a pattern', () => mint(witness.id, '*')],
  ];

  let limited: TestApp;

  beforeAll(async () => {
    limited = await startApp({ database, redis, env: { RATE_LIMIT_USER: '600/1m', RATE_LIMIT_API: '10/5m' } });
  });
  afterAll(() => limited.close());

  it.each(GARBAGE)('of %s makes no key in Redis', async (_name, token) => {
    await withstands(app, witness, async () => {
      const before = await app.redis.keys('*');
      const attack = token();
      for (const at of [app, limited]) {
        expect((await read(at, attack)).status).toBe(401);
        expect((await mutate(at, attack, 'mutation { logout }')).status).toBe(401);
        expect((await mutate(at, attack, 'mutation { revokeSession(id: "x") }')).status).toBe(401);
        expect((await graphql(at.url, '{ me { id } }', { token: attack, method: 'GET' })).status).toBe(401);
        expect((await rest(at.url, 'GET /api/auth/trainer/trainers', { token: attack })).status).toBe(401);
        expect((await rest(at.url, 'POST /api/auth/trainer/logout', { token: attack })).status).toBe(401);
      }
      expect((await app.redis.keys('*')).filter((key) => !before.includes(key))).toEqual([]);
    });
  });
});

function mint(sub: string, jti: string, secret = JWT_SECRET): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + 600;
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub, jti, exp })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
