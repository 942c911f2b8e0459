import type { AccountRepository as Accounts } from '../../../src/features/account/account.repository';
import { signIn, signUp, startApp, type Account, type TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';
import { codesOf, dataOf, graphql, type Answer } from '../../support/graphql';
import { select } from '../../support/rows';

let app: TestApp;
let account: Account;
let admin: Account;

beforeAll(async () => {
  app = await startApp();
  admin = await signUp(app, 'admin');
});
afterAll(() => app.close());
beforeEach(async () => {
  account = await signUp(app, 'student');
  await signIn(app, account.email); // from now on the user's tag has a version
  await app.redis.del(`session:${account.id}`);
});

const queue = () =>
  requireBuilt('features/account/hash-queue') as typeof import('../../../src/features/account/hash-queue');

const statements = async () => {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  return Number(/^stms_sql_statements_total (\d+)/m.exec(text)?.[1]);
};

const login = () =>
  graphql(app.url, 'mutation ($input: LoginInput!) { login(input: $input) { token } }', {
    variables: { input: { email: account.email, password: account.password } },
  });

/** A sign-in that has read the account and now waits for a core; `meanwhile` happens before it gets one. */
async function signInWhile(meanwhile: () => Promise<unknown>): Promise<{ answer: Answer; statements: number }> {
  const { whenCoreIsFree, RUNNING_MAX } = queue();
  let free: () => void = () => undefined;
  const taken = new Promise<void>((resolve) => (free = resolve));
  const others = Array.from({ length: RUNNING_MAX }, () => whenCoreIsFree(() => taken));
  const before = await statements();
  const answer = login();
  try {
    await eventually(async () => (await statements()) === before + 2);
    await meanwhile();
  } finally {
    free();
  }
  await Promise.all(others);
  return { answer: await answer, statements: (await statements()) - before };
}

/** What a change of the password does: the hash, the version of the user's tag, and no session stays. */
async function changePassword(): Promise<void> {
  const hash = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;
  await select(app.databaseUrl, `UPDATE users SET password_hash = '${hash}' WHERE id = '${account.id}'`);
  await app.redis.set(`tag:user:${account.id}`, 'another version', 'EX', 60);
  await app.redis.del(`session:${account.id}`);
}

it('opens no session for a password that was changed while it was hashed', async () => {
  const { answer } = await signInWhile(changePassword);
  expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
  expect(await app.redis.exists(`session:${account.id}`)).toBe(0);
});

/** An administrator gives the account another address. */
async function changeAddress(): Promise<void> {
  const query = 'mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { email } }';
  const email = `new-${account.email}`;
  const answer = await graphql(app.url, query, {
    token: admin.token,
    variables: { id: account.id, input: { email } },
  });
  expect(dataOf(answer)).toEqual({ updateUser: { email } });
}

/** Signs in; `meanwhile` happens when the account has been found by its address, and nothing else has been read. */
async function signInOnceFound(meanwhile: () => Promise<unknown>): Promise<Answer> {
  const { AccountRepository } = requireBuilt('features/account/account.repository') as {
    AccountRepository: { prototype: Pick<Accounts, 'byEmail'> };
  };
  const { byEmail } = AccountRepository.prototype;
  AccountRepository.prototype.byEmail = async function (email) {
    const found = await byEmail.call(this, email);
    await meanwhile();
    return found;
  };
  try {
    return await login();
  } finally {
    AccountRepository.prototype.byEmail = byEmail;
  }
}

it.each([
  ['while the password is hashed', async () => (await signInWhile(changeAddress)).answer],
  ['before the version of the account is read', () => signInOnceFound(changeAddress)],
])('opens no session for an address that was changed %s', async (_when, overtaken) => {
  const answer = await overtaken();
  expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
  expect(await app.redis.exists(`session:${account.id}`)).toBe(0);
});

it('opens one where something else of the user was changed, after another look at the hash', async () => {
  const { answer, statements } = await signInWhile(() =>
    app.redis.set(`tag:user:${account.id}`, 'another version', 'EX', 60),
  );
  expect(codesOf(answer)).toEqual([]);
  expect(statements).toBeGreaterThan(2);
});

it.each([
  ['the version is lost', () => app.redis.del(`tag:user:${account.id}`)],
  ['a writer’s intent stands', () => app.redis.set(`tag:user:${account.id}`, `v!1@${Date.now()}`, 'EX', 60)],
])('looks again where %s', async (_why, meanwhile) => {
  const { answer, statements } = await signInWhile(meanwhile);
  expect(codesOf(answer)).toEqual([]);
  expect(statements).toBeGreaterThan(2);
});

it('asks the database no third time where nothing has changed', async () => {
  const { answer, statements } = await signInWhile(async () => undefined);
  expect(codesOf(answer)).toEqual([]);
  expect(statements).toBe(2);
});
