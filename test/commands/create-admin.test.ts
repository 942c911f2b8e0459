import path from 'node:path';
import pino from 'pino';
import { AccountRepository } from '../../src/features/account/account.repository';
import { verifyPassword } from '../../src/features/account/password';
import { connectDatabase } from '../../src/platform/database/database';
import { migrate } from '../../src/platform/database/migrate';
import { startEmbeddedPostgres } from '../../src/platform/embedded/postgres';
import { profileOf } from '../support/accounts';
import { connectTestDatabase, type ConnectedDatabase } from '../support/connected';
import { createEmptyDatabase } from '../support/database';
import { startProgram } from '../support/gateway';
import { temporaryFolder } from '../support/temporary-folder';

const PASSWORD = 'correct horse battery';

let connected: ConnectedDatabase;

beforeAll(async () => {
  connected = await connectTestDatabase();
});
afterAll(() => connected.drop());

/** What the command says, and its exit code. */
async function createAdmin(env: Record<string, string>, ...args: string[]) {
  const command = startProgram(
    { ADMIN_PASSWORD: PASSWORD, ...env },
    { args: ['dist/commands/create-admin.js', ...args] },
  );
  const code = await command.exited;
  return { code, says: command.output().trim() };
}

const here = (...args: string[]) => createAdmin({ DATABASE_URL: connected.url }, ...args);

it('makes an administrator who can sign in', async () => {
  expect(await here(' Boss@Example.ORG', 'Ada', 'Boss ')).toEqual({
    code: 0,
    says: 'boss@example.org is an administrator now.',
  });
  const accounts = new AccountRepository(connected.database);
  const account = await accounts.byEmail('boss@example.org');
  expect(await profileOf(connected.database, account?.id ?? '')).toMatchObject({ role: 'ADMIN', name: 'Ada Boss' });
  expect(await verifyPassword(account?.passwordHash ?? null, PASSWORD)).toBe(true);
});

it('says in a sentence that the address is taken', async () => {
  await here('taken@example.org', 'Ada');
  expect(await here('TAKEN@example.org', 'Bea')).toEqual({
    code: 64,
    says: 'There is an account with this e-mail address already.',
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
])('refuses %s', async (_, env, args, says) => {
  expect(await createAdmin({ DATABASE_URL: connected.url, ...env }, ...args)).toEqual({ code: 64, says });
});

it('says in a sentence that the database has no tables yet, or cannot be reached', async () => {
  const empty = await createEmptyDatabase();
  expect(await createAdmin({ DATABASE_URL: empty.url }, 'ada@example.org', 'Ada')).toEqual({
    code: 1,
    says: 'The database has no tables yet, or older ones: run npm run db:migrate first.',
  });
  await empty.drop();
  const nowhere = await createAdmin({ DATABASE_URL: 'postgresql://ada@127.0.0.1:1/stms' }, 'ada@example.org', 'Ada');
  expect(nowhere).toEqual({ code: 69, says: expect.stringMatching(/^PostgreSQL cannot be used: /) });
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
