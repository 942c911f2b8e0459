import { setTimeout as sleep } from 'node:timers/promises';
import { sessionIdOf, signIn, signUp, startApp, type Account, type TestApp } from '../support/app';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { dataOf, graphql, type Answer } from '../support/graphql';
import { startTestRedis, type TestRedis } from '../support/redis';
import { rest } from '../support/rest';
import { select } from '../support/rows';
import { untilReplayed } from '../support/work';

/*
 * Signed out is out: logout, a change of password and `DEL session:{userId}` take effect on the next request everywhere,
 * and no extension in flight brings a session back.
 */
const ROUNDS = 4;
/** Extended a tenth of a second after it was last seen. */
const SESSION_TTL = '1s';
const UNTIL_EXTENSION_MS = 120;

let database: TestDatabase;
let redis: TestRedis;
let one: TestApp;
let other: TestApp;
let replicas: TestApp[];

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  one = await startApp({ database, redis });
  other = await startApp({ database, redis });
  replicas = [one, other];
});
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.close()));
  await Promise.all([database.drop(), redis.stop()]);
});

const LIST = '{ trainers { totalCount nodes { id name } } }';
const read = (replica: TestApp, token: string) => graphql(replica.url, LIST, { token });

/** On every replica the list is so well known that its bytes are repeated. */
async function readUntilRepeated(token: string): Promise<void> {
  for (const replica of replicas) {
    await eventually(async () => (await read(replica, token)).headers.get('x-cache') === 'HIT');
    dataOf(await read(replica, token));
  }
}

async function expectOutEverywhere(token: string): Promise<void> {
  for (const replica of replicas) {
    expect((await read(replica, token)).status).toBe(401);
    expect((await graphql(replica.url, '{ me { id } }', { token })).status).toBe(401);
    expect((await graphql(replica.url, LIST, { token, method: 'GET' })).status).toBe(401);
    expect((await rest(replica.url, 'GET /api/auth/trainer/trainers', { token })).status).toBe(401);
  }
}

const mutate = (replica: TestApp, token: string, query: string, variables = {}): Promise<Answer> =>
  graphql(replica.url, query, { token, variables });

const ENDINGS: [name: string, end: (account: Account) => Promise<unknown>][] = [
  ['logout', ({ token }) => mutate(one, token, 'mutation { logout }')],
  ['logout over the other transport', ({ token }) => rest(one.url, 'POST /api/auth/trainer/logout', { token })],
  ['logoutEverywhere', ({ token }) => mutate(one, token, 'mutation { logoutEverywhere }')],
  [
    'logoutEverywhere of another session',
    async ({ email }) => mutate(one, (await signIn(other, email)).token, 'mutation { logoutEverywhere }'),
  ],
  [
    'changePassword',
    ({ token, password }) =>
      mutate(one, token, 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { token } }', {
        input: { currentPassword: password, newPassword: 'another password' },
      }),
  ],
  ['DEL session:{userId}', ({ id }) => one.redis.del(`session:${id}`)],
  [
    'the end of the account, once its profile is forgotten',
    async ({ id }) => {
      await select(database.url, 'DELETE FROM users WHERE id = $1', [id]);
      await one.redis.del(`user:${id}`);
    },
  ],
];

it.each(ENDINGS)('after %s no replica and no transport answers that token', async (_name, end) => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const account = await signUp(one, 'trainer');
    await readUntilRepeated(account.token);
    await end(account);
    await expectOutEverywhere(account.token);
  }
});

it('a demoted user has the new rights at the next request, once the profile is forgotten', async () => {
  const account = await signUp(one, 'trainer');
  const students = '{ students { totalCount } }';
  for (const replica of replicas) {
    await untilReplayed(replica, async () => dataOf(await graphql(replica.url, students, { token: account.token })));
  }
  await select(database.url, 'DELETE FROM trainers WHERE id = $1', [account.id]);
  await select(database.url, `UPDATE users SET role = 'STUDENT' WHERE id = $1`, [account.id]);
  await select(
    database.url,
    `INSERT INTO students (id, email, name, branch, search_text) VALUES ($1, $2, 'N', 'C', 'n')`,
    [account.id, account.email],
  );
  await one.redis.del(`user:${account.id}`);
  for (const replica of replicas) {
    const { body } = await graphql(replica.url, students, { token: account.token });
    expect(body.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(dataOf(await graphql(replica.url, '{ me { role } }', { token: account.token }))).toEqual({
      me: { role: 'STUDENT' },
    });
  }
});

describe('while every request extends the session', () => {
  let quick: TestApp;

  beforeAll(async () => {
    quick = await startApp({ env: { SESSION_TTL }, database, redis });
  });
  afterAll(() => quick.close());

  it('the session is extended', async () => {
    const { token, id } = await signUp(quick, 'trainer');
    const sessions = async () => Object.values(await quick.redis.hgetall(`session:${id}`));
    const before = await sessions();
    await eventually(async () => {
      await sleep(UNTIL_EXTENSION_MS);
      await read(quick, token);
      return JSON.stringify(await sessions()) !== JSON.stringify(before);
    });
  });

  it.each(ENDINGS.filter(([name]) => /^(logout|logoutEverywhere|changePassword|DEL session:{userId})$/.test(name)))(
    '%s leaves nothing that an extension in flight could bring back',
    async (_name, end) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const account = await signUp(quick, 'trainer');
        await sleep(UNTIL_EXTENSION_MS);
        const crowd = () => Array.from({ length: 5 }, () => read(quick, account.token));
        await Promise.all([...crowd(), end(account), ...crowd()]);
        expect((await read(quick, account.token)).status).toBe(401);
        expect(await quick.redis.hexists(`session:${account.id}`, sessionIdOf(account.token))).toBe(0);
      }
    },
  );
});
