import { redisUrlOf, signIn, signUp, startApp, type Account, type TestApp } from '../../support/app';
import { codesOf, dataOf, faultsOf, graphql, type Answer } from '../../support/graphql';
import { withOpenTransaction, type Statement } from '../../support/open-transaction';
import { select } from '../../support/rows';

/* Changes of a password that overtake one another: one has verified the old password when another commits. */

let app: TestApp;
let account: Account;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  account = await signUp(app, 'student');
});

const ask = (query: string, input: object, token = account.token, { url } = app) =>
  graphql(url, query, { token, variables: { input } });

const CHANGE = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { token } }';

const changePassword = (newPassword: string, at = app) =>
  ask(CHANGE, { currentPassword: account.password, newPassword }, account.token, at);

const updateProfile = (password: string) =>
  ask('mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id } }', {
    currentPassword: account.password,
    password,
  });

const sessionIds = async () => app.redis.hkeys(`session:${account.id}`);

const storedHash = async () => {
  const [user] = await select<{ hash: string }>(
    app.databaseUrl,
    'SELECT password_hash AS hash FROM users WHERE id = $1',
    [account.id],
  );
  return user?.hash;
};

/** What an administrator's reset writes. */
const RESET_HASH = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

const reset = (): Statement => ['UPDATE users SET password_hash = $1 WHERE id = $2', [RESET_HASH, account.id]];
const lock = (): Statement => ['SELECT FROM users WHERE id = $1 FOR UPDATE', [account.id]];

/** Sent while the transaction is open, which commits when each waits for it. */
const whileOpen = (statement: Statement, send: () => Promise<Answer>[]) =>
  withOpenTransaction(app.databaseUrl, statement, async ({ waiting, commit }) => {
    const answers = send();
    await waiting(answers.length);
    await commit();
    return Promise.all(answers);
  });

it.each([
  ['changePassword', (password: string) => changePassword(password)],
  ['updateProfile', updateProfile],
])('%s does not overtake a reset with the old password', async (_name, change) => {
  await signIn(app, account.email);
  const before = await sessionIds();
  expect(before).toHaveLength(2);
  const [answer] = await whileOpen(reset(), () => [change('a new password')]);
  expect(answer && [codesOf(answer), faultsOf(answer)]).toEqual([['BAD_USER_INPUT'], ['input.currentPassword']]);
  expect(await storedHash()).toBe(RESET_HASH);
  expect((await sessionIds()).sort()).toEqual(before.sort());
});

it('one of two changes at the same time succeeds, and the other is told that the password is wrong', async () => {
  const passwords = ['a new password', 'another password'];
  const answers = await whileOpen(lock(), () => passwords.map((password) => changePassword(password)));
  const refused = answers.filter((answer) => codesOf(answer).length > 0);
  expect(refused.map((answer) => [codesOf(answer), faultsOf(answer)])).toEqual([
    [['BAD_USER_INPUT'], ['input.currentPassword']],
  ]);
  expect(await sessionIds()).toHaveLength(1);
  const winner = passwords[answers.findIndex((answer) => codesOf(answer).length === 0)];
  expect((await signIn(app, account.email, winner)).id).toBe(account.id);
});

it('an administrator resets the password whatever it is by then', async () => {
  const admin = await signUp(app, 'admin');
  const query = `mutation ($input: UpdateUserInput!) { updateUser(id: "${account.id}", input: $input) { id } }`;
  const [answer] = await whileOpen(reset(), () => [ask(query, { password: 'a new password' }, admin.token)]);
  expect(answer && dataOf(answer)).toEqual({ updateUser: { id: account.id } });
  expect((await signIn(app, account.email, 'a new password')).id).toBe(account.id);
});

/** Every core hashes and nobody else may wait for one, until `work` is over. */
async function whileQueueIsFull<T>(work: () => Promise<T>): Promise<T> {
  const { whenCoreIsFree, RUNNING_MAX, WAITING_MAX } = requireBuilt(
    'features/account/hash-queue',
  ) as typeof import('../../../src/features/account/hash-queue');
  let free: () => void = () => undefined;
  const taken = new Promise<void>((resolve) => (free = resolve));
  const others = Array.from({ length: RUNNING_MAX + WAITING_MAX }, () => whenCoreIsFree(() => taken));
  try {
    return await work();
  } finally {
    free();
    await Promise.all(others);
  }
}

it('an attempt that could not be verified, as too many wait for hashing, does not count as a wrong one', async () => {
  const limited = await startApp({
    env: { RATE_LIMIT_LOGIN: '2/15m' },
    database: { url: app.databaseUrl },
    redis: { url: redisUrlOf(app) },
  });
  try {
    const refused = await whileQueueIsFull(async () => {
      const codes = [];
      for (let nth = 0; nth < 3; nth += 1) codes.push(...codesOf(await changePassword('a new password', limited)));
      return codes;
    });
    expect(refused).toEqual(Array(3).fill('SERVICE_UNAVAILABLE'));
    expect(codesOf(await changePassword('a new password', limited))).toEqual([]);
  } finally {
    await limited.close();
  }
});
