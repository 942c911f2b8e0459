import { signUp, startApp, type TestApp } from '../support/app';
import { codesOf, graphql } from '../support/graphql';
import { stms, stmsJson } from './stms';

let app: TestApp;
let env: Record<string, string>;

const LIMITS = { RATE_LIMIT_LOGIN: '2/15m', RATE_LIMIT_API: '3/5m', RATE_LIMIT_USER: '50/1m' };

beforeAll(async () => {
  app = await startApp({ env: LIMITS });
  env = { ...LIMITS, DATABASE_URL: app.databaseUrl, REDIS_URL: `unix://${app.redis.options.path}` };
});
afterAll(() => app.close());

interface Row {
  policy: string;
  identity: string;
  max: number;
  remaining: number;
  resetSeconds: number;
}

const guess = async (email: string) =>
  codesOf(await graphql(app.url, `mutation { login(input: { email: "${email}", password: "a guess" }) { token } }`))[0];

it('shows what counts for an account, with its devices, and lets it begin anew', async () => {
  const { id, email, token } = await signUp(app, 'student', { email: 'ada@example.org' });
  await graphql(app.url, '{ me { id } }', { token });
  await app.redis.set(`rate_limit:login:${email}:device`, '1', 'PX', 60_000);
  expect([await guess(email), await guess(email), await guess(email)]).toEqual([
    ...['UNAUTHENTICATED', 'UNAUTHENTICATED', 'RATE_LIMITED'],
  ]);

  const rows = await stmsJson<Row[]>(env, 'limits', 'show', 'ADA@example.org');
  expect(rows).toEqual([
    { policy: 'login', identity: email, max: 2, windowSeconds: 900, remaining: 0, resetSeconds: expect.any(Number) },
    expect.objectContaining({ policy: 'login', identity: `${email}:device`, remaining: 1 }),
    expect.objectContaining({ policy: 'user', identity: id, max: 50, remaining: 49 }),
    expect.objectContaining({ policy: 'code', identity: id, max: 10, remaining: 10 }),
  ]);
  expect(rows[0]?.resetSeconds).toBeGreaterThan(800);
  expect(await stms(env, 'limits', 'reset', email)).toEqual({ code: 0, out: 'Reset 3 limits.\n', err: '' });
  expect(await guess(email)).toBe('UNAUTHENTICATED');
  expect(await stmsJson(env, 'limits', 'show', id)).toMatchObject([
    { policy: 'user', remaining: 50, resetSeconds: 0 },
    { policy: 'code', remaining: 10, resetSeconds: 0 },
  ]);
});

it('does the same for an address, an IPv6 one by its network', async () => {
  await app.redis.set('rate_limit:api:2001:db8::/64', '3', 'PX', 60_000);
  const { out } = await stms(env, 'limits', 'show', '2001:db8::7');
  expect(out).toMatch(/^api +0 of 3 +in \d+ s +2001:db8::\/64$/m);
  expect(out).toMatch(/^login_ip +100 of 100 +- /m);
  expect(await stmsJson(env, 'limits', 'reset', '2001:db8::/64')).toEqual({ reset: 1 });
  expect(await stmsJson({ ...env, RATE_LIMIT_API: 'off' }, 'limits', 'show', '192.0.2.1')).toHaveLength(2);
});
