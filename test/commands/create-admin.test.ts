import { existsSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import { AccountRepository } from '../../src/features/account/account.repository';
import { verifyPassword } from '../../src/features/account/password';
import { connectDatabase } from '../../src/platform/database/database';
import { migrate } from '../../src/platform/database/migrate';
import { startEmbeddedPostgres } from '../../src/platform/embedded/postgres';
import { profileOf } from '../support/accounts';
import { redisUrlOf, signUp, startApp, type TestApp } from '../support/app';
import { connectTestDatabase, type ConnectedDatabase } from '../support/connected';
import { createEmptyDatabase } from '../support/database';
import { startProgram } from '../support/gateway';
import { dataOf, graphql } from '../support/graphql';
import { temporaryFolder } from '../support/temporary-folder';

const PASSWORD = 'correct horse battery';

interface Lists {
  admins: { totalCount: number; nodes: { email: string }[] };
  systemStats: { admins: number; recentRegistrations: { email: string }[] };
}

let connected: ConnectedDatabase;

beforeAll(async () => {
  connected = await connectTestDatabase();
});
afterAll(() => connected.drop());

/** What the command prints, and its exit code. */
async function createAdmin(env: Record<string, string>, ...args: string[]) {
  const command = startProgram(
    { ADMIN_PASSWORD: PASSWORD, ...env },
    { args: ['dist/commands/create-admin.js', ...args] },
  );
  const code = await command.exited;
  return { code, out: command.results().trim(), err: command.complaints().trim() };
}

const here = (...args: string[]) => createAdmin({ DATABASE_URL: connected.url }, ...args);

it('makes an administrator who can sign in', async () => {
  expect(await here(' Boss@Example.ORG', 'Ada', 'Boss ')).toEqual({
    ...{ code: 0, out: 'boss@example.org is an administrator now.' },
    err:
      'No Redis is configured, so running gateways show this administrator in lists when their cached values expire, ' +
      'or at once after: npx stms cache clear admins',
  });
  const accounts = new AccountRepository(connected.database);
  const account = await accounts.byEmail('boss@example.org');
  expect(await profileOf(connected.database, account?.id ?? '')).toMatchObject({ role: 'ADMIN', name: 'Ada Boss' });
  expect(await verifyPassword(account?.passwordHash ?? null, PASSWORD)).toBe(true);
});

describe('with a running gateway', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ database: connected });
  });
  afterAll(() => app.close());

  it('shows the administrator in lists and statistics at once', async () => {
    const { token } = await signUp(app, 'admin');
    const query = `{ admins { totalCount nodes { email } } systemStats { admins recentRegistrations(first: 1) { email } } }`;
    const read = async () => {
      const answer = await graphql(app.url, query, { token });
      const { admins, systemStats } = dataOf<Lists>(answer);
      const emails = admins.nodes.map(({ email }) => email);
      return { emails, totals: [admins.totalCount, systemStats.admins], newest: systemStats.recentRegistrations[0] };
    };
    const before = await read();
    expect(await read()).toEqual(before);
    const email = 'shown@example.org';
    const env = { DATABASE_URL: app.databaseUrl, REDIS_URL: redisUrlOf(app) };
    const out = `${email} is an administrator now.`;
    expect(await createAdmin(env, email, 'Zoe Shown')).toEqual({ code: 0, out, err: '' });
    expect(await read()).toEqual({
      emails: [...before.emails, email],
      totals: before.totals.map((total) => total + 1),
      newest: { email },
    });
  });
});

it('needs DATABASE_URL alone, also where nothing can be written', async () => {
  const dataDir = path.join(await temporaryFolder(), 'data');
  const env = { NODE_ENV: 'production', DATABASE_URL: connected.url, DATA_DIR: dataDir };
  expect(await createAdmin(env, 'production@example.org', 'Ada')).toMatchObject({ code: 0 });
  expect(existsSync(dataDir)).toBe(false);
});

it('says in a sentence that the address is taken', async () => {
  await here('taken@example.org', 'Ada');
  expect(await here('TAKEN@example.org', 'Bea')).toEqual({
    ...{ code: 64, out: '' },
    err: 'There is an account with this e-mail address already.',
  });
});

it.each([
  ['no name', {}, ['ada@example.org'], 'Usage: npm run create-admin -- EMAIL NAME'],
  ['no e-mail', {}, ['ada', 'Ada'], 'The email must be an e-mail address.'],
  [
    'a short password',
    { ADMIN_PASSWORD: 'short' },
    ['ada@example.org', 'Ada'],
    'The password must have 8 to 128 characters.',
  ],
  [
    'a common one',
    { ADMIN_PASSWORD: 'Password1' },
    ['ada@example.org', 'Ada'],
    'The password is among the most common passwords.',
  ],
  [
    'one’s own name',
    { ADMIN_PASSWORD: 'ada.lovelace' },
    ['countess@example.org', 'Ada Lovelace'],
    'The password must not be your name or e-mail address.',
  ],
  [
    'no password',
    { ADMIN_PASSWORD: '' },
    ['ada@example.org', 'Ada'],
    'There is no password: set ADMIN_PASSWORD, or type one at the prompt.',
  ],
])('refuses %s', async (_, env, args, err) => {
  expect(await createAdmin({ DATABASE_URL: connected.url, ...env }, ...args)).toEqual({ code: 64, out: '', err });
});

it('says in a sentence that the database has no tables yet, or cannot be reached', async () => {
  const empty = await createEmptyDatabase();
  expect(await createAdmin({ DATABASE_URL: empty.url }, 'ada@example.org', 'Ada')).toEqual({
    ...{ code: 1, out: '' },
    err: 'The database has no tables yet, or older ones: run npm run db:migrate first.',
  });
  await empty.drop();
  const nowhere = await createAdmin({ DATABASE_URL: 'postgresql://ada@127.0.0.1:1/stms' }, 'ada@example.org', 'Ada');
  expect(nowhere).toEqual({ code: 69, out: '', err: expect.stringMatching(/^PostgreSQL cannot be used: /) });
});

it('uses the embedded database of a gateway that runs here, and starts it where none does', async () => {
  const dataDir = path.join(await temporaryFolder(), 'data');
  const env = { DATA_DIR: dataDir };
  expect((await createAdmin(env, 'first@example.org', 'Ada')).code).toBe(0);

  const logger = pino({ level: 'silent' });
  const postgres = await startEmbeddedPostgres({ dataDir, progress: () => undefined, logger });
  try {
    expect(await migrate(postgres.url)).toEqual([]);
    expect((await createAdmin(env, 'second@example.org', 'Bea')).code).toBe(0);
    const database = connectDatabase({ url: postgres.url, poolSize: 1, logger });
    const accounts = new AccountRepository(database);
    for (const email of ['first@example.org', 'second@example.org']) {
      expect(await accounts.byEmail(email)).toMatchObject({ role: 'ADMIN' });
    }
    await database.close();
  } finally {
    await postgres.stop();
  }
});
