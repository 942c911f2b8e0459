import { Redis } from 'ioredis';
import { randomBytes } from 'node:crypto';
import { signIn, signUp, startApp, type TestApp } from '../../support/app';
import { codesOf, dataOf, graphql, type Answer } from '../../support/graphql';

const MINUTE = 60_000;

let redis: Redis;
let app: TestApp;

/** Every test has a gateway with the limits it names; all others are off. */
async function withLimits(limits: Record<string, string>): Promise<void> {
  const env = Object.entries(limits).map(([policy, limit]) => [`RATE_LIMIT_${policy}`, limit]);
  app = await startApp({ env: { TRUST_PROXY: '1', ...(Object.fromEntries(env) as Record<string, string>) } });
  redis = app.redis;
}
afterEach(() => app.close());

const anyEmail = () => `${randomBytes(6).toString('hex')}@example.org`;
const fifty = <T>(call: (nth: number) => Promise<T>) => Promise.all(Array.from({ length: 50 }, (_, nth) => call(nth)));
const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
const isRefused = (answer: Answer) => codesOf(answer).includes('RATE_LIMITED');

/** Exactly `max` pass; on a machine too busy to answer all, those that got 503 may be among them. */
function expectPassed(answers: Answer[], max: number): void {
  const unavailable = answers.filter(({ status }) => status === 503).length;
  const passed = answers.filter((answer) => answer.status !== 503 && !isRefused(answer)).length;
  expect(passed).toBeLessThanOrEqual(max);
  expect(passed + unavailable).toBeGreaterThanOrEqual(max);
}

const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { token } }';
const login = (email: string, password = 'not the right one', address = '192.0.2.1') =>
  graphql(app.url, LOGIN, { variables: { input: { email, password } }, ...from(address) });

const register = (kind: 'Student' | 'Trainer', address = '192.0.2.1') => {
  const field = kind === 'Student' ? 'branch' : 'expertise';
  const input = { name: 'N', email: anyEmail(), password: 'a long password', [field]: 'X' };
  const query = `mutation ($input: Register${kind}Input!) { register${kind}(input: $input) { token } }`;
  return graphql(app.url, query, { variables: { input }, ...from(address) });
};

/** The counter is there, ends within its window, and a refusal does not move its end. */
async function expectWindowStands(key: string, ask: () => Promise<Answer>): Promise<void> {
  const end = await redis.pexpiretime(key);
  expect(end).toBeGreaterThan(Date.now());
  expect(end).toBeLessThanOrEqual(Date.now() + 15 * MINUTE);
  expect(isRefused(await ask())).toBe(true);
  expect(await redis.pexpiretime(key)).toBe(end);
}

function expectRefusal(answer: Answer, policy: string, max: number, windowSeconds: number): void {
  expect(answer.status).toBe(200);
  const retryAfter = Number(answer.headers.get('retry-after'));
  expect(retryAfter).toBeGreaterThan(0);
  expect(retryAfter).toBeLessThanOrEqual(windowSeconds);
  expect(answer.body.errors?.map((error) => error.extensions.retryAfter)).toContain(retryAfter);
  expect(answer.headers.get('x-ratelimit-limit')).toBe(String(max));
  expect(answer.headers.get('x-ratelimit-remaining')).toBe('0');
  expect(answer.headers.get('x-ratelimit-reset')).toBe(String(retryAfter));
  expect(answer.headers.get('ratelimit')).toContain(`"${policy}";r=0;t=${retryAfter}`);
  expect(answer.headers.get('ratelimit-policy')).toContain(`"${policy}";q=${max};w=${windowSeconds}`);
}

describe('login', () => {
  it('lets exactly as many of fifty at once pass, however the address is written', async () => {
    await withLimits({ LOGIN: '5/15m' });
    const spellings = [
      'Some.Body@example.org',
      ' some.body@EXAMPLE.org ',
      'ｓome.body@example.org',
      'some.body@example.org',
    ];
    const answers = await fifty((nth) => login(spellings[nth % 4] ?? '', 'wrong', `192.0.2.${nth}`));
    expectPassed(answers, 5);
    const refused = answers.find(isRefused);
    if (refused) expectRefusal(refused, 'login', 5, 900);
    expect(await redis.get('rate_limit:login:some.body@example.org')).toBe('50');
    await expectWindowStands('rate_limit:login:some.body@example.org', () => login('some.body@example.org'));
    expect(isRefused(await login('another@example.org'))).toBe(false);
  });

  it('counts each alias of a document, up to the one that is refused', async () => {
    await withLimits({ LOGIN: '5/15m' });
    const { email, password } = await signUp(app, 'student');
    const field = (nth: number) => `a${nth}: login(input: { email: "${email}", password: "${password}" }) { token }`;
    const aliases = (count: number) =>
      `mutation { ${Array.from({ length: count }, (_, nth) => field(nth)).join(' ')} }`;
    expect(Object.keys(dataOf(await graphql(app.url, aliases(3))))).toHaveLength(3);
    expect(codesOf(await graphql(app.url, aliases(15)))).toEqual(['RATE_LIMITED']);
    expect(await redis.get(`rate_limit:login:${email}`)).toBe('6');
  });

  it('refuses the right password too, and opens no session for it', async () => {
    await withLimits({ LOGIN: '5/15m' });
    const account = await signUp(app, 'student');
    await fifty(() => login(account.email));
    const sessions = await redis.hkeys(`session:${account.id}`);
    expect(codesOf(await login(account.email, account.password))).toEqual(['RATE_LIMITED']);
    expect(await redis.hkeys(`session:${account.id}`)).toEqual(sessions);
    expect(codesOf(await graphql(app.url, '{ me { id } }', { token: account.token }))).toEqual([]);
  });

  it('counts what succeeds as well', async () => {
    await withLimits({ LOGIN: '2/15m' });
    const { email, password } = await signUp(app, 'student');
    expect(codesOf(await login(email, password))).toEqual([]);
    expect(codesOf(await login(email, password))).toEqual([]);
    expect(codesOf(await login(email, password))).toEqual(['RATE_LIMITED']);
  });

  it('counts by address under a limit of its own', async () => {
    await withLimits({ LOGIN_IP: '7/15m' });
    const answers = await fifty(() => login(anyEmail()));
    expectPassed(answers, 7);
    const refused = answers.find(isRefused);
    if (refused) expectRefusal(refused, 'login_ip', 7, 900);
    await expectWindowStands('rate_limit:login_ip:192.0.2.1', () => login(anyEmail()));
    expect(isRefused(await login(anyEmail(), 'x', '192.0.2.2'))).toBe(false);
  });

  it('shows the tightest of both limits, and both in the standard’s fields', async () => {
    await withLimits({ LOGIN: '5/15m', LOGIN_IP: '100/10m' });
    const { headers } = await login(anyEmail());
    expect(headers.get('x-ratelimit-limit')).toBe('5');
    expect(headers.get('x-ratelimit-remaining')).toBe('4');
    expect(headers.get('ratelimit-policy')).toBe('"login";q=5;w=900, "login_ip";q=100;w=600');
    expect(headers.get('ratelimit')).toMatch(/^"login";r=4;t=\d+, "login_ip";r=99;t=\d+$/);
  });
});

it('registration of both roles shares one bucket an address', async () => {
  await withLimits({ REGISTER: '3/15m' });
  const answers = await fifty((nth) => register(nth % 2 ? 'Student' : 'Trainer'));
  expectPassed(answers, 3);
  const refused = answers.find(isRefused);
  if (refused) expectRefusal(refused, 'register', 3, 900);
  expect(await redis.get('rate_limit:register:192.0.2.1')).toBe('50');
  await expectWindowStands('rate_limit:register:192.0.2.1', () => register('Student'));
  expect(codesOf(await register('Trainer', '192.0.2.2'))).toEqual([]);
});

describe('anonymous reads', () => {
  const read = (address = '192.0.2.1') => graphql(app.url, '{ trainers { totalCount } }', from(address));

  it('are counted by address', async () => {
    await withLimits({ API: '10/5m' });
    const answers = await fifty(() => read());
    expectPassed(answers, 10);
    const refused = answers.find(isRefused);
    if (refused) expectRefusal(refused, 'api', 10, 300);
    await expectWindowStands('rate_limit:api:192.0.2.1', () => read());
    expect(codesOf(await read('192.0.2.2'))).toEqual(['UNAUTHENTICATED']);
  });

  it('are not used up by signed-in users, sign-ins or registrations', async () => {
    await withLimits({ API: '2/5m' });
    const { token, email, password } = await signUp(app, 'trainer');
    for (let nth = 0; nth < 4; nth += 1) {
      dataOf(await graphql(app.url, '{ trainers { totalCount } }', { token, ...from('192.0.2.1') }));
      dataOf(await login(email, password));
      dataOf(await register('Student'));
    }
    expect(await redis.keys('rate_limit:api:*')).toEqual([]);
  });
});

describe('operations of a user', () => {
  const read = (token: string, nth: number) =>
    graphql(app.url, '{ trainers { totalCount } }', { token, ...from(`192.0.2.${nth}`), variables: { nth: nth % 3 } });

  it('are counted over all sessions and addresses, repeated ones too', async () => {
    await withLimits({ USER: '20/1m' });
    const account = await signUp(app, 'trainer');
    const other = await signIn(app, account.email);
    const answers = await fifty((nth) => read(nth % 2 ? account.token : other.token, nth));
    expectPassed(answers, 20);
    const refused = answers.find(isRefused);
    if (refused) expectRefusal(refused, 'user', 20, 60);
    await expectWindowStands(`rate_limit:user:${account.id}`, () => read(account.token, 1));
    const { token } = await signUp(app, 'trainer');
    const own = await read(token, 1);
    expect(own.headers.get('x-ratelimit-remaining')).toBe('19');
  });

  it('are not used up by a token that no longer counts', async () => {
    await withLimits({ USER: '20/1m' });
    const account = await signUp(app, 'trainer');
    const { token } = await signIn(app, account.email);
    dataOf(await graphql(app.url, 'mutation { logout }', { token }));
    const used = await redis.get(`rate_limit:user:${account.id}`);
    const answers = await fifty((nth) => read(token, nth));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(await redis.get(`rate_limit:user:${account.id}`)).toBe(used);
  });
});

it('counts nothing where limits are off', async () => {
  await withLimits({});
  const { token } = await signUp(app, 'trainer');
  expectPassed(await fifty(() => graphql(app.url, '{ me { id } }', { token })), 50);
  const answer = await login('x@example.org');
  expect(answer.headers.get('x-ratelimit-limit')).toBeNull();
  expect(await redis.keys('rate_limit:*')).toEqual([]);
});
