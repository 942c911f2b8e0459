import type { Redis } from 'ioredis';
import { JWT_SECRET, sessionIdOf, signIn, signUp, startApp, type Account, type TestApp } from '../support/app';
import { Campus } from '../support/campus';
import { eventually } from '../support/eventually';
import { dataOf, graphql, type Answer } from '../support/graphql';
import { invalidation, MINUTE_MS } from '../support/invalidation';
import { rest } from '../support/rest';
import { insertLectures, insertTrainers, select } from '../support/rows';

/** What belongs to no noun. */
const COMMON_PATTERNS: [pattern: RegExp, longestMs: number][] = [
  [/^rate_limit:(login|login_ip|register|api|user):.+$/, 15 * MINUTE_MS],
  [/^tag:/, 24 * 60 * MINUTE_MS],
  [/^lock:(warm-up|clean-up)$/, 10 * MINUTE_MS],
];

/** What a noun stores, it tells in `test/features/<noun>/<noun>.invalidation.ts`. */
const rows = invalidation.all();

/** Every key there may be, and how long it lives at most. */
const PATTERNS = [...rows.flatMap(({ patterns = [] }) => patterns), ...COMMON_PATTERNS];
const PASSWORDS = ['correct horse battery', 'a password that is new', 'a password that is wrong'];

let app: TestApp;
let campus: Campus;
let trainer: Account;

beforeAll(async () => {
  const limits = { LOGIN: '50/15m', LOGIN_IP: '500/15m', REGISTER: '90/15m', API: '50/5m', USER: '600/1m' };
  const env = Object.entries(limits).map(([name, limit]) => [`RATE_LIMIT_${name}`, limit]);
  app = await startApp({ env: Object.fromEntries(env) as Record<string, string> });
  campus = await (await Campus.open(app)).furnish();
  trainer = campus.account('trainer');
});
afterAll(() => app.close());

const ask = (query: string, by = trainer, variables = {}): Promise<Answer> =>
  graphql(app.url, query, { token: by.token, variables });

async function allKeys(redis: Redis): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of redis.scanStream() as AsyncIterable<string[]>) keys.push(...page);
  return [...new Set(keys)];
}

const keysOf = ({ headers }: Answer) => (headers.get('x-cache-key') ?? '').split(',');

/** Stored, with a lifetime of the documented one, jitter only downwards and at most 5 %. */
async function expectLifetime(redis: Redis, key: string, documentedMs: number, askedAt: number): Promise<void> {
  await eventually(async () => (await redis.exists(key)) === 1);
  const left = await redis.pttl(key);
  expect(left).toBeLessThanOrEqual(documentedMs);
  expect(left).toBeGreaterThan(documentedMs * 0.95 - (Date.now() - askedAt) - 1);
}

const stored = rows.flatMap((noun) => Object.entries(noun.stored ?? {}));

describe.each(stored)('%s', (_name, { query, keys, lifetimeMs }) => {
  it('is a MISS, then a HIT, under keys that are there', async () => {
    await app.redis.del(...keys(campus));
    const askedAt = Date.now();
    const first = await ask(`${query(campus)} # ${askedAt}`);
    expect(dataOf(first)).toBeTruthy();
    expect(first.headers.get('x-cache')).toBe('MISS');
    expect(keysOf(first)).toEqual(keys(campus));
    for (const key of keysOf(first)) await expectLifetime(app.redis, key, lifetimeMs, askedAt);
    for (let nth = 0; nth < 3; nth += 1) {
      const again = await ask(`${query(campus)} # ${askedAt}`);
      expect(again.headers.get('x-cache')).toBe('HIT');
      expect(keysOf(again)).toEqual(keys(campus));
      expect(again.body).toEqual(first.body);
    }
  });
});

it('today’s lectures are kept for three minutes at most, under their day and zone', async () => {
  const answer = await ask('{ todayLectures(timeZone: "Asia/Tokyo") { id } }');
  const [key = ''] = keysOf(answer);
  expect(key).toMatch(/^today_lectures:date=\d{4}-\d\d-\d\d:zone=Asia%2FTokyo$/);
  await eventually(async () => (await app.redis.exists(key)) === 1);
  expect(await app.redis.pttl(key)).toBeLessThanOrEqual(3 * MINUTE_MS);
});

it.each<[what: string, spellings: () => string[]]>([
  ['an id', () => [trainer.id, trainer.id.toUpperCase()].map((id) => `{ trainer(id: "${id}") { id } }`)],
  [
    'an id of an argument',
    () => [trainer.id, trainer.id.toUpperCase()].map((id) => `{ lectures(trainerId: "${id}") { nodes { id } } }`),
  ],
  ['a search', () => ['Straße', ' STRASSE '].map((term) => `{ students(search: "${term}") { nodes { id } } }`)],
  [
    'a time zone',
    () =>
      ['Asia/Kolkata', 'asia/calcutta', 'ASIA/KOLKATA'].map((zone) => `{ todayLectures(timeZone: "${zone}") { id } }`),
  ],
])('has one key for all spellings of %s', async (_, spellings) => {
  const [first = '', ...others] = spellings();
  const answer = await ask(first);
  for (const key of keysOf(answer)) await eventually(async () => (await app.redis.exists(key)) === 1);
  for (const other of others) {
    const again = await ask(other);
    expect([again.headers.get('x-cache'), keysOf(again), again.body]).toEqual(['HIT', keysOf(answer), answer.body]);
  }
});

it('user:{id} is there after sign-in, and gone after logout', async () => {
  const askedAt = Date.now();
  const { id, token } = await signUp(app, 'student');
  await expectLifetime(app.redis, `user:${id}`, 30 * MINUTE_MS, askedAt);
  dataOf(await graphql(app.url, 'mutation { logout }', { token }));
  expect(await app.redis.exists(`user:${id}`)).toBe(0);
});

it('user:{id} is gone after a change, and who is authenticated then reads a MISS', async () => {
  const { id, token } = await signUp(app, 'student');
  const me = async (marker: string) => {
    const answer = await graphql(app.url, `{ me { name } } # ${marker}`, { token });
    return [answer.headers.get('x-cache'), dataOf<{ me: { name: string } }>(answer).me.name];
  };
  await me('a');
  await eventually(async () => (await me('a'))[0] === 'HIT');
  dataOf(await graphql(app.url, 'mutation { updateProfile(input: { name: "Renamed" }) { id } }', { token }));
  expect(await app.redis.exists(`user:${id}`)).toBe(0);
  for (const marker of ['a', 'b']) {
    expect(await me(marker)).toEqual(['MISS', 'Renamed']);
    await eventually(async () => (await app.redis.exists(`user:${id}`)) === 1);
    expect(await me(marker)).toEqual(['HIT', 'Renamed']);
    await app.redis.del(`user:${id}`);
  }
});

it('session:{id} holds a field a session, and blacklist:{id} a sign that lasts as long as its token', async () => {
  const account = await signUp(app, 'student');
  const { token } = await signIn(app, account.email);
  const ids = [sessionIdOf(account.token), sessionIdOf(token)];
  expect((await app.redis.hkeys(`session:${account.id}`)).sort()).toEqual(ids.sort());
  dataOf(await graphql(app.url, 'mutation { logout }', { token }));
  expect(await app.redis.hkeys(`session:${account.id}`)).toEqual([sessionIdOf(account.token)]);
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { exp: number };
  expect(await app.redis.pexpiretime(`blacklist:${sessionIdOf(token)}`)).toBe(claims.exp * 1000);
});

it('X-Cache-Key ends before clients would refuse the answer for its headers, executed or repeated', async () => {
  const trainers = await insertTrainers(
    app.databaseUrl,
    Array.from({ length: 100 }, (_, nth) => ({ name: `One of a hundred, ${nth}` })),
  );
  const lectures = trainers.map((trainerId) => ({ trainerId, startsAt: '2041-01-01T09:00:00Z' }));
  await insertLectures(app.databaseUrl, lectures);
  const hundred = '{ lectures(first: 100, from: "2041-01-01T00:00:00Z") { nodes { trainer { name } } } }';
  for (let nth = 0; nth < 3; nth += 1) {
    const keys = keysOf(await ask(hundred));
    expect(keys.length).toBeGreaterThan(60);
    expect(keys.join().length).toBeLessThanOrEqual(4_000);
    expect(keys.slice(1).filter((key) => !/^single_trainer:[\da-f-]{36}$/.test(key))).toEqual([]);
  }
});

describe('REDIS_KEY_PREFIX', () => {
  it('stands before every key, and in X-Cache-Key', async () => {
    const prefixed = await startApp({ env: { REDIS_KEY_PREFIX: 'stms:{a}:' } });
    try {
      const { token } = await signUp(prefixed, 'trainer');
      for (let nth = 0; nth < 3; nth += 1) {
        const answer = await graphql(prefixed.url, '{ trainers { totalCount nodes { id } } }', { token });
        expect(keysOf(answer)).toEqual(['stms:{a}:all_trainers:first=20', 'stms:{a}:all_trainers:count:']);
        await eventually(async () => (await prefixed.redis.exists(...keysOf(answer))) === 2);
      }
      expect((await allKeys(prefixed.redis)).filter((key) => !key.startsWith('stms:{a}:'))).toEqual([]);
    } finally {
      await prefixed.close();
    }
  });
});

describe('after everything that clients can do', () => {
  const secrets: string[] = [JWT_SECRET, '$argon2', 'passwordHash', 'password_hash', ...PASSWORDS];

  beforeAll(async () => {
    const account = await signUp(app, 'trainer', { email: 'Ünal.X@example.org', name: 'Ünal, X' });
    const change = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { token } }';
    const input = { currentPassword: PASSWORDS[0], newPassword: PASSWORDS[1] };
    dataOf(await graphql(app.url, change, { token: account.token, variables: { input } }));
    const changed = await signIn(app, account.email, PASSWORDS[1]);
    await expect(signIn(app, account.email, PASSWORDS[2])).rejects.toThrow('UNAUTHENTICATED');
    const login = await rest(app.url, 'POST /api/auth/trainer/login', {
      body: { email: account.email, password: PASSWORDS[1] },
    });
    await rest(app.url, 'GET /api/auth/lecture/all?limit=5', { token: changed.token });
    await graphql(app.url, '{ me { id } trainers { totalCount } }');
    await ask(
      '{ me { id } sessions { id } trainers(search: "ü, \u{1F393} \\n") { nodes { lectures { totalCount } } } }',
      changed,
    );
    await ask('mutation { updateProfile(input: { name: "Y" }) { id } }', changed);
    await ask('{ me { id } students(search: "%") { totalCount } }', changed);
    for (const { token } of [account, changed, { token: String(login.body['token']) }])
      secrets.push(token, token.split('.')[2] ?? '');
    dataOf(await ask('mutation { logout }', changed));
    for (const row of await select<{ password_hash: string }>(app.databaseUrl, 'SELECT password_hash FROM users')) {
      secrets.push(row.password_hash);
    }
  });

  it('there is no key of another pattern, none without an end, and none that a header could not carry', async () => {
    const keys = await allKeys(app.redis);
    for (const [pattern] of PATTERNS) expect([pattern, keys.some((key) => pattern.test(key))]).toEqual([pattern, true]);
    for (const key of keys) {
      const [, longest] = PATTERNS.find(([pattern]) => pattern.test(key)) ?? [];
      expect([key, longest]).toEqual([key, expect.any(Number)]);
      const left = await app.redis.pttl(key);
      expect(left).toBeLessThanOrEqual(longest ?? 0);
      if (left !== -2) expect(left).toBeGreaterThan(0);
      if (!key.startsWith('rate_limit:')) expect(key).toMatch(/^[!-+\--~]+$/);
    }
  });

  it('there is no password, hash, token or secret in any key or value', async () => {
    for (const key of await allKeys(app.redis)) {
      const value = (await app.redis.type(key)) === 'hash' ? await app.redis.hgetall(key) : await app.redis.get(key);
      const text = `${key} ${JSON.stringify(value)}`;
      for (const secret of secrets) expect(text.includes(secret) ? `${key} holds ${secret}` : '').toBe('');
    }
  });
});
