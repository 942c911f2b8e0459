/** @passwords as-in-production */
import { hash as hashWith } from '@node-rs/argon2';
import { signIn, signUp, startApp, type Account, type TestApp } from '../../support/app';
import { codesOf, dataOf, graphql } from '../../support/graphql';
import { insertAdmin, select } from '../../support/rows';

let app: TestApp;
let student: Account;

beforeAll(async () => {
  app = await startApp();
  student = await signUp(app, 'student', { email: 'josé@example.org' });
});
afterAll(() => app.close());

const login = (email: string, password: string) =>
  graphql(
    app.url,
    `
      mutation ($input: LoginInput!) {
        login(input: $input) {
          token
          expiresAt
          user {
            id
            name
            email
            role
          }
        }
      }
    `,
    { variables: { input: { email, password } } },
  );

it.each([
  'josé@example.org',
  'JOSÉ@EXAMPLE.ORG',
  ' josé@example.org\n',
  'jose\u0301@example.org',
  'ｊｏｓé@example.org',
])('signs in as %j', async (email) => {
  expect(dataOf(await login(email, student.password))).toMatchObject({
    login: { user: { id: student.id, email: 'josé@example.org', role: 'STUDENT' } },
  });
});

it('answers a wrong password, an unknown address and an account without a usable hash alike', async () => {
  await select(
    app.databaseUrl,
    `INSERT INTO users (id, email, role, password_hash)
    VALUES (gen_random_uuid(), 'broken@example.org', 'STUDENT', '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAA$AAAAAAAAAAA')`,
  );
  const answers = [
    await login('josé@example.org', 'a wrong password'),
    await login('nobody@example.org', student.password),
    await login('no address at all', student.password),
    await login('broken@example.org', student.password),
    await login('josé@example.org', `${student.password} `),
    await login('josé@example.org', student.password.toUpperCase()),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(answers[0]?.body);
    expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
    expect(answer.text).not.toMatch(/example|battery/i);
  }
});

it('refuses an address that would take long to normalize, and says why', async () => {
  const answer = await login(`a${'\u0301\u0323'.repeat(400)}@example.org`, student.password);
  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  expect(answer.text).toContain('must not have more than 30 combining marks in a row');
});

it('takes the same password from every keyboard', async () => {
  const query = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { token } }';
  const account = await signUp(app, 'student');
  const input = { currentPassword: account.password, newPassword: 'Schl\u00FCssel Ⅳ' };
  dataOf(await graphql(app.url, query, { variables: { input }, token: account.token }));
  expect((await signIn(app, account.email, 'Schlu\u0308ssel IV')).id).toBe(account.id);
});

it('opens a session of its own each time', async () => {
  const tokens = [await signIn(app, student.email), await signIn(app, student.email)].map(({ token }) => token);
  expect(new Set(tokens).size).toBe(2);
  for (const token of tokens) {
    expect(dataOf(await graphql(app.url, '{ me { id } }', { token }))).toEqual({ me: { id: student.id } });
  }
});

it('upgrades an old hash at sign-in, once', async () => {
  const weak = await hashWith('an old password', { memoryCost: 8_192, timeCost: 1 });
  await insertAdmin(app.databaseUrl, { name: 'Old', email: 'old@example.org', passwordHash: weak });
  const hash = async () => {
    const sql = 'SELECT password_hash FROM users WHERE email = $1';
    const [row] = await select<{ password_hash: string }>(app.databaseUrl, sql, ['old@example.org']);
    return row?.password_hash;
  };
  expect(codesOf(await login('old@example.org', 'another password'))).toEqual(['UNAUTHENTICATED']);
  expect(await hash()).toBe(weak);
  const { token } = await signIn(app, 'old@example.org', 'an old password');
  const better = await hash();
  expect(better).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(dataOf(await graphql(app.url, '{ me { role } }', { token }))).toEqual({ me: { role: 'ADMIN' } });
  await signIn(app, 'old@example.org', 'an old password');
  expect(await hash()).toBe(better);
});

it('survives many sign-ins with an old hash at the same time', async () => {
  const weak = await hashWith('an old password', { memoryCost: 8_192, timeCost: 1 });
  await insertAdmin(app.databaseUrl, { name: 'Old', email: 'crowd@example.org', passwordHash: weak });
  const answers = await Promise.all(Array.from({ length: 6 }, () => login('crowd@example.org', 'an old password')));
  const tokens = answers.map((answer) => dataOf<{ login: { token: string } }>(answer).login.token);
  for (const token of tokens) expect(codesOf(await graphql(app.url, '{ me { id } }', { token }))).toEqual([]);
});
