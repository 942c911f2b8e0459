import { signIn, signUp, sessionIdOf, startApp, type Account, type TestApp } from '../support/app';
import { graphql } from '../support/graphql';
import { stms, stmsJson } from './stms';

let app: TestApp;
let env: Record<string, string>;

beforeAll(async () => {
  app = await startApp({ env: { REDIS_KEY_PREFIX: 'stms:' } });
  const { path } = app.redis.options;
  env = { DATABASE_URL: app.databaseUrl, REDIS_URL: `unix://${path}`, REDIS_KEY_PREFIX: 'stms:' };
});
afterAll(() => app.close());

const isSignedIn = async ({ token }: Account) => (await graphql(app.url, '{ me { id } }', { token })).status === 200;

it('shows where somebody is signed in, and ends one session or all', async () => {
  const first = await signUp(app, 'student', { email: 'ada@example.org' });
  const second = await signIn(app, first.email);
  const third = await signIn(app, first.email);
  const list = await stmsJson<{ id: string }[]>(env, 'sessions', 'list', ' Ada@Example.org');
  expect(list.map(({ id }) => id).sort()).toEqual([first, second, third].map(({ token }) => sessionIdOf(token)).sort());
  expect(list[0]).toMatchObject({ createdAt: expect.stringMatching(/^\d{4}-.*Z$/), ip: '127.0.0.1' });

  const id = sessionIdOf(second.token);
  expect(await stms(env, 'sessions', 'revoke', first.email, '--id', id)).toEqual({
    code: 0,
    out: 'Ended 1 session.\n',
    err: '',
  });
  expect(await Promise.all([first, second, third].map(isSignedIn))).toEqual([true, false, true]);
  expect(await app.redis.exists(`stms:blacklist:${id}`)).toBe(1);
  expect(await stms(env, 'sessions', 'revoke', first.email, `--id=${id}`)).toEqual({
    code: 1,
    out: '',
    err: 'This account has no such session.\n',
  });

  expect(await stmsJson(env, 'sessions', 'revoke', first.email, '--all')).toEqual({ ended: 2 });
  expect(await Promise.all([first, third].map(isSignedIn))).toEqual([false, false]);
  expect((await stms(env, 'sessions', 'list', first.email)).out).toBe('There are no sessions.\n');
});

it('says that there is no such account', async () => {
  expect(await stms(env, 'sessions', 'list', 'nobody@example.org')).toEqual({
    code: 1,
    out: '',
    err: 'There is no account with this e-mail address.\n',
  });
});

it('lets nobody who signs in write to the operator’s terminal', async () => {
  const { id, email } = await signUp(app, 'student');
  const [sessionId = '', text = ''] = Object.entries(await app.redis.hgetall(`stms:session:${id}`)).flat();
  const session = JSON.parse(text) as unknown[];
  session[5] = 'Mozilla\u001b]0;typed\u0007\u009b2J\u202Eevil\nid';
  await app.redis.hset(`stms:session:${id}`, sessionId, JSON.stringify(session));
  const { out } = await stms(env, 'sessions', 'list', email);
  expect(out).toContain('Mozilla?]0;typed??2J?evil?id');
  expect(out.trimEnd().split('\n')).toHaveLength(2);
  const json = await stms(env, 'sessions', 'list', email, '--json');
  expect(json.out).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  expect(JSON.parse(json.out)).toMatchObject([{ userAgent: session[5] }]);
});
