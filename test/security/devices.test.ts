import { createHmac, hkdfSync } from 'node:crypto';
import { JWT_SECRET, signUp, startApp, type Account, type TestApp } from '../support/app';
import { withstands } from '../support/afterwards';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { codesOf, graphql } from '../support/graphql';
import { startTestRedis, type TestRedis } from '../support/redis';
import { rest } from '../support/rest';
import { attempt, TRANSPORTS, WRONG, type Attempt, type Transport, type Outcome } from './support/sign-in';

/*
 * A stranger locks nobody out: a device that has signed in before is counted apart; and what it carries for that is good
 * for nothing else.
 */
const MAX = 5;
const IP_MAX = 12;
const LIMITS = {
  RATE_LIMIT_LOGIN: `${MAX}/15m`,
  RATE_LIMIT_LOGIN_IP: `${IP_MAX}/15m`,
  TRUST_PROXY: '1',
};
const HOME = '198.51.100.7';
const ELSEWHERE = '203.0.113.9';

let database: TestDatabase;
let redis: TestRedis;
let app: TestApp;
let valid: Account;
let user: Account;
let device: string;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  app = await startApp({ env: LIMITS, database, redis });
  valid = await signUp(app, 'student');
});
afterAll(async () => {
  await app.close();
  await Promise.all([database.drop(), redis.stop()]);
});

async function newUser(): Promise<void> {
  const keys = await app.redis.keys('rate_limit:*');
  if (keys.length > 0) await app.redis.del(...keys);
  user = await signUp(app, 'student');
  device = given(await signInAt('GraphQL', {}));
}

const signInAt = (transport: Transport, over: Partial<Attempt>) =>
  attempt(app.url, transport, { email: user.email, password: user.password, address: HOME, ...over });

function given({ device: token, text }: Outcome): string {
  if (!token) throw new Error(`no device token came with ${text}`);
  return token;
}

const nameIn = (token: string) => token.split('.')[0] ?? '';

/** A stranger tries until the limit of the address is used up, and on. */
const guess = (times: number, over: Partial<Attempt> = {}) =>
  Promise.all(
    Array.from({ length: times }, (_, nth) =>
      signInAt(nth % 2 ? 'REST' : 'GraphQL', { password: WRONG, address: `192.0.2.${nth}`, ...over }),
    ),
  );

describe.each(TRANSPORTS)('over the %s transport', (transport) => {
  beforeEach(newUser);

  it('whoever has signed in before gets in, however much a stranger guesses', async () => {
    await withstands(app, valid, async () => {
      await guess(30);
      expect((await signInAt(transport, {})).result).toBe('RATE_LIMITED');
      expect((await signInAt(transport, { device, address: ELSEWHERE })).result).toBe('ok');
    });
  });

  it('a neighbour behind the same router keeps nobody out either', async () => {
    await withstands(app, valid, async () => {
      await guess(IP_MAX + 3, { email: 'somebody.else@example.org', address: HOME });
      const stranger = await signInAt(transport, { email: valid.email, password: valid.password });
      expect(stranger.result).toBe('RATE_LIMITED');
      expect((await signInAt(transport, { device })).result).toBe('ok');
    });
  });

  it('the limit of a device is as narrow as any, and signing in does not widen it', async () => {
    const result: string[] = [];
    let token = device;
    for (let nth = 0; nth < MAX + 1; nth += 1) {
      const answer = await signInAt(transport, { device: token, password: nth % 2 ? user.password : WRONG });
      result.push(answer.result);
      if (answer.device) expect(nameIn(answer.device)).toBe(nameIn(device));
      token = answer.device ?? token;
    }
    expect(result).toEqual(['UNAUTHENTICATED', 'ok', 'UNAUTHENTICATED', 'ok', 'UNAUTHENTICATED', 'RATE_LIMITED']);
    expect(await app.redis.get(`rate_limit:login:${user.email}:${nameIn(device)}`)).toBe(String(MAX + 1));
    expect((await signInAt(transport, {})).result).toBe('ok');
  });
});

describe('with an address that is used up, a token does not count', () => {
  beforeAll(async () => {
    await newUser();
    await guess(MAX);
  });

  const now = () => Math.floor(Date.now() / 1000);
  const DAY = 24 * 3600;
  /** As the gateway signs, for what it would not. */
  const signed = (given: number | string, email: string, secret = JWT_SECRET, name = 'A'.repeat(22)) => {
    const key = Buffer.from(hkdfSync('sha256', secret, '', 'stms device token', 32));
    const text = `${name}.${given}`;
    return `${text}.${createHmac('sha256', key).update(`${text}.${email}`).digest('base64url')}`;
  };
  const part = (nth: number) => device.split('.')[nth] ?? '';

  it.each<[string, () => string | Promise<string>]>([
    ['of another account', async () => given(await attempt(app.url, 'GraphQL', { ...valid, address: ELSEWHERE }))],
    ['whose device is another', () => ['B'.repeat(22), part(1), part(2)].join('.')],
    ['whose date is another', () => [part(0), Number(part(1)) + 1, part(2)].join('.')],
    ['that is not signed', () => [part(0), part(1), ''].join('.')],
    ['whose signature is another', () => [part(0), part(1), 'A'.repeat(43)].join('.')],
    ['cut short', () => device.slice(0, -1)],
    ['with more behind', () => `${device}A`],
    ['given too long ago', () => signed(now() - 181 * DAY, user.email)],
    ['that will be given', () => signed(now() + 3_600, user.email)],
    ['whose date is no number', () => signed('1e9       ', user.email)],
    ['of another secret', () => signed(now(), user.email, `${JWT_SECRET}.`)],
    ['for the address and more', () => signed(now(), `${user.email}.`)],
    ['that is the session’s', () => user.token],
    ['that is there twice', () => `${device}, ${device}`],
    ['that is garbage', () => '%00'],
    ['that is very long', () => 'A'.repeat(9_000)],
  ])('%s', async (_name, token) => {
    const bad = await token();
    const before = await app.redis.keys('rate_limit:login:*');
    const answers = await Promise.all(TRANSPORTS.map((transport) => signInAt(transport, { device: bad })));
    expect(answers.map(({ result }) => result)).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
    expect((await app.redis.keys('rate_limit:login:*')).sort()).toEqual(before.sort());
  });

  it('while one that the gateway could have given does', async () => {
    expect((await signInAt('GraphQL', { device: signed(now() - 179 * DAY, user.email) })).result).toBe('ok');
  });
});

describe('the token', () => {
  beforeEach(newUser);

  it('exactly as many of fifty at once pass, over both transports', async () => {
    const answers = await withstands(app, valid, () => guess(50, { device }));
    const passed = answers.filter(({ result }) => result === 'UNAUTHENTICATED').length;
    const unavailable = answers.filter(({ status }) => status === 503).length;
    expect(passed).toBeLessThanOrEqual(MAX);
    expect(passed + unavailable).toBeGreaterThanOrEqual(MAX);
  });

  it('one device that is used up leaves another of the same user alone', async () => {
    const other = given(await signInAt('REST', {}));
    expect(nameIn(other)).not.toBe(nameIn(device));
    await guess(MAX + 1, { device });
    expect((await signInAt('GraphQL', { device })).result).toBe('RATE_LIMITED');
    expect((await signInAt('GraphQL', { device: other })).result).toBe('ok');
  });

  it('opens nothing by itself', async () => {
    await withstands(app, valid, async () => {
      const me = await graphql(app.url, '{ me { id } }', { token: device, headers: { 'x-device-token': device } });
      expect(me.status).toBe(401);
      expect(codesOf(await graphql(app.url, '{ me { id } }', { headers: { 'x-device-token': device } }))).toEqual([
        'UNAUTHENTICATED',
      ]);
      for (const transport of TRANSPORTS) {
        for (const password of [WRONG, device]) {
          const answer = await signInAt(transport, { device, password });
          expect(answer).toMatchObject({ result: 'UNAUTHENTICATED', token: null, device: null });
        }
      }
    });
  });

  it('comes with every sign-in and with nothing else, and is kept by no server', async () => {
    const register = (path: string, more: object) =>
      rest(app.url, `POST /api/auth/${path}/register`, {
        body: { name: 'N', email: `${path}@example.org`, password: user.password, ...more },
      });
    const change = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { token } }';
    const input = { currentPassword: user.password, newPassword: 'another long password' };
    const answers = [
      await register('student', { branch: 'C' }),
      await register('trainer', { expertise: 'E' }),
      await signInAt('GraphQL', {}),
      await signInAt('REST', {}),
      await graphql(app.url, change, { variables: { input }, token: user.token }),
    ];
    for (const { headers, text } of answers) {
      const token = headers.get('x-device-token');
      expect(token).toMatch(/^[\w-]{22}\.\d{10}\.[\w-]{43}$/);
      expect(text).not.toContain(token);
      expect(headers.get('cache-control')).toBe('private, no-store');
    }
    const me = await graphql(app.url, '{ me { id } }', { token: valid.token, headers: { 'x-device-token': device } });
    expect(me.headers.get('x-device-token')).toBeNull();
    expect(await app.redis.keys(`*${nameIn(device)}*`)).toEqual([]);
  });

  it('outlives a change of the secret', async () => {
    const env = {
      ...LIMITS,
      JWT_SECRET: 'the secret that came after, of 32 bytes too',
      JWT_SECRET_PREVIOUS: JWT_SECRET,
    };
    const renewed = await startApp({ env, database, redis });
    try {
      await guess(MAX);
      const answer = await attempt(renewed.url, 'REST', { email: user.email, password: user.password, device });
      expect(answer.result).toBe('ok');
      // What it is given now holds where the old secret is forgotten.
      expect(nameIn(given(answer))).toBe(nameIn(device));
      expect(given(answer)).not.toBe(device);
    } finally {
      await renewed.close();
    }
  });
});

it('can be read and sent by pages of the listed origins', async () => {
  const origin = 'https://app.example.com';
  const open = await startApp({ env: { CORS_ORIGINS: origin } });
  try {
    const preflight = await fetch(`${open.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-device-token',
      },
    });
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-device-token');
    const { headers } = await fetch(`${open.url}/livez`, { headers: { origin } });
    expect(headers.get('access-control-expose-headers')).toContain('X-Device-Token');
  } finally {
    await open.close();
  }
});
