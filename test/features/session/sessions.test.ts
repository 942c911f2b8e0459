import { sessionIdOf, signIn, signUp, startApp, type Account, type TestApp } from '../../support/app';
import { codesOf, dataOf, faultsOf, graphql } from '../../support/graphql';

interface Session {
  id: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  ip: string;
  userAgent: string;
  current: boolean;
}

let app: TestApp;
let account: Account;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  account = await signUp(app, 'student');
});

const ask = (token: string, query: string, variables?: Record<string, unknown>) =>
  graphql(app.url, query, { token, variables });

async function sessions(token: string): Promise<Session[]> {
  const query = '{ sessions { id createdAt lastSeenAt expiresAt ip userAgent current } }';
  return dataOf<{ sessions: Session[] }>(await ask(token, query)).sessions;
}

const isSignedIn = async (token: string) => (await ask(token, '{ me { id } }')).status === 200;

/** The session’s token is refused, and its id is on the blacklist. */
async function expectEnded(token: string): Promise<void> {
  const answer = await ask(token, '{ me { id } }');
  expect(answer.status).toBe(401);
  expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
  expect(await app.redis.exists(`blacklist:${sessionIdOf(token)}`)).toBe(1);
}

describe('sessions', () => {
  it('lists the user’s own, newest first, and marks the current one', async () => {
    const query = 'mutation ($input: LoginInput!) { login(input: $input) { token } }';
    const { email, password } = account;
    const signedIn = await graphql(app.url, query, {
      variables: { input: { email, password } },
      headers: { 'user-agent': 'A phone' },
    });
    const { token } = dataOf<{ login: { token: string } }>(signedIn).login;
    await signUp(app, 'student');
    const [newest, oldest, ...others] = await sessions(token);
    expect(others).toEqual([]);
    expect(newest).toMatchObject({ id: sessionIdOf(token), ip: '127.0.0.1', userAgent: 'A phone', current: true });
    expect(oldest).toMatchObject({ id: sessionIdOf(account.token), current: false });
    expect((await sessions(account.token)).map(({ current }) => current)).toEqual([false, true]);
  });

  it('says when each ends if it is not used', async () => {
    const [session] = await sessions(account.token);
    const at = (moment: string | undefined) => new Date(moment ?? '').getTime();
    expect(at(session?.expiresAt) - at(session?.lastSeenAt)).toBe(3_600_000);
    expect(at(session?.lastSeenAt)).toBe(at(session?.createdAt));
  });
});

it('logout ends the current session, and no other', async () => {
  const { token } = await signIn(app, account.email);
  expect(dataOf(await ask(token, 'mutation { logout }'))).toEqual({ logout: true });
  await expectEnded(token);
  expect(await isSignedIn(account.token)).toBe(true);
  expect((await ask(token, 'mutation { logout }')).status).toBe(401);
});

it('logoutEverywhere ends all of the user’s own, and answers how many', async () => {
  const other = await signUp(app, 'student');
  const tokens = [account.token, (await signIn(app, account.email)).token, (await signIn(app, account.email)).token];
  expect(dataOf(await ask(account.token, 'mutation { logoutEverywhere }'))).toEqual({ logoutEverywhere: 3 });
  for (const token of tokens) await expectEnded(token);
  expect(await isSignedIn(other.token)).toBe(true);
});

it('revokeOtherSessions ends all of the user’s own but the current one, and answers how many', async () => {
  const other = await signUp(app, 'student');
  const tokens = [(await signIn(app, account.email)).token, (await signIn(app, account.email)).token];
  const query = 'mutation { revokeOtherSessions }';
  expect(dataOf(await ask(account.token, query))).toEqual({ revokeOtherSessions: 2 });
  for (const token of tokens) await expectEnded(token);
  expect(await sessions(account.token)).toMatchObject([{ current: true }]);
  expect(dataOf(await ask(account.token, query))).toEqual({ revokeOtherSessions: 0 });
  expect(await isSignedIn(other.token)).toBe(true);
});

describe('revokeSession', () => {
  const revoke = (token: string, id: string) => ask(token, 'mutation ($id: ID!) { revokeSession(id: $id) }', { id });

  it('ends one of the user’s own, also the current one', async () => {
    const { token } = await signIn(app, account.email);
    expect(dataOf(await revoke(token, sessionIdOf(account.token)))).toEqual({ revokeSession: true });
    await expectEnded(account.token);
    expect(dataOf(await revoke(token, sessionIdOf(token)))).toEqual({ revokeSession: true });
    await expectEnded(token);
  });

  it('answers foreign, unknown and ended ones alike', async () => {
    const other = await signUp(app, 'student');
    const { token } = await signIn(app, account.email);
    await revoke(account.token, sessionIdOf(token));
    const answers = [];
    for (const id of [
      sessionIdOf(other.token),
      'unknown',
      '',
      sessionIdOf(token),
      '*',
      `${sessionIdOf(account.token)}\0`,
    ]) {
      answers.push(await revoke(account.token, id));
    }
    for (const answer of answers) {
      expect(codesOf(answer)).toEqual(['NOT_FOUND']);
      expect(answer.body).toEqual(answers[0]?.body);
    }
    expect(await isSignedIn(other.token)).toBe(true);
  });
});

describe('changePassword', () => {
  const change = (token: string, currentPassword: string, newPassword: string) =>
    ask(
      token,
      'mutation ($input: ChangePasswordInput!) { changed: changePassword(input: $input) { token user { id } } }',
      {
        input: { currentPassword, newPassword },
      },
    );

  it('gives a new token, and ends every older one', async () => {
    const { token } = await signIn(app, account.email);
    const answer = await change(token, account.password, 'a new password');
    const { changed } = dataOf<{ changed: { token: string; user: { id: string } } }>(answer);
    expect(changed.user.id).toBe(account.id);
    await expectEnded(token);
    await expectEnded(account.token);
    expect(await sessions(changed.token)).toMatchObject([{ current: true }]);
    await expect(signIn(app, account.email, account.password)).rejects.toThrow('UNAUTHENTICATED');
    expect((await signIn(app, account.email, 'a new password')).id).toBe(account.id);
  });

  it('takes the same password once more', async () => {
    const answer = await change(account.token, account.password, account.password);
    expect(codesOf(answer)).toEqual([]);
    await expectEnded(account.token);
  });

  it('leaves everything as it is where the current one is wrong', async () => {
    const answer = await change(account.token, 'not the right one', 'a new password');
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(faultsOf(answer)).toEqual(['input.currentPassword']);
    expect(await isSignedIn(account.token)).toBe(true);
    expect((await signIn(app, account.email)).id).toBe(account.id);
  });

  it('leaves no session of the old password behind, however many sign in meanwhile', async () => {
    const query = 'mutation ($input: LoginInput!) { login(input: $input) { token } }';
    const input = { email: account.email, password: account.password };
    const logins = Array.from({ length: 12 }, () => graphql(app.url, query, { variables: { input } }));
    const changed = change(account.token, account.password, 'a new password');
    const answers = await Promise.all(logins);
    const { token } = dataOf<{ changed: { token: string } }>(await changed).changed;
    const opened = answers.flatMap(({ body }) => (body.data?.['login'] as { token: string } | undefined)?.token ?? []);
    // Who signs in after the change has the old password no more; who did before it has been signed out by it.
    for (const old of opened) expect((await ask(old, '{ me { id } }')).status).toBe(401);
    expect((await sessions(token)).map(({ id }) => id)).toEqual([sessionIdOf(token)]);
  });
});

it('opens at most one session of many that change the password at the same time', async () => {
  const query = 'mutation ($input: ChangePasswordInput!) { changed: changePassword(input: $input) { token } }';
  const calls = Array.from({ length: 6 }, (_, nth) =>
    ask(account.token, query, { input: { currentPassword: account.password, newPassword: `new password ${nth}` } }),
  );
  const tokens = (await Promise.all(calls)).flatMap(
    ({ body }) => (body.data?.['changed'] as { token: string } | null | undefined)?.token ?? [],
  );
  const alive = [];
  for (const token of tokens) if (await isSignedIn(token)) alive.push(token);
  expect(alive.length).toBeLessThanOrEqual(1);
});
