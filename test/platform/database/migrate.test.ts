import { readdirSync } from 'node:fs';
import { Client } from 'pg';
import { migrate } from '../../../src/platform/database/migrate';
import { MigrationError } from '../../../src/platform/database/migration-error';
import { createEmptyDatabase, type TestDatabase } from '../../support/database';
import { eventually } from '../../support/eventually';
import { startProgram } from '../../support/gateway';

const MIGRATIONS = readdirSync('prisma/migrations').filter((name) => /^\d/.test(name));

/** The lock that `prisma migrate` takes too. */
const ADVISORY_LOCK = 72_707_369;
const WAITING = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database =
  (SELECT oid FROM pg_database WHERE datname = current_database())`;

let database: TestDatabase;
let client: Client;

beforeEach(async () => {
  database = await createEmptyDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await database.drop();
});

async function records(): Promise<unknown[]> {
  const { rows } = await client.query<object>(
    'SELECT migration_name, finished_at, applied_steps_count FROM _prisma_migrations',
  );
  return rows;
}

it('applies each migration once, whoever comes first of several replicas', async () => {
  await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]); // until all stand at the start
  const replicas = Array.from({ length: 4 }, () =>
    startProgram({ DATABASE_URL: database.url }, { args: ['dist/commands/db-migrate.js'] }),
  );
  await eventually(async () => (await client.query(WAITING)).rowCount === replicas.length);
  await client.query('SELECT pg_advisory_unlock($1)', [ADVISORY_LOCK]);

  const codes = await Promise.all(replicas.map((replica) => replica.exited));
  expect(codes).toEqual([0, 0, 0, 0]);
  const applied = replicas.map((replica) => replica.output().match(/Applying/g)?.length ?? 0);
  expect(applied.sort()).toEqual([0, 0, 0, MIGRATIONS.length]);
  expect(await records()).toEqual(
    MIGRATIONS.map((migration_name) => ({ migration_name, finished_at: expect.any(Date), applied_steps_count: 1 })),
  );
});

it('waits for another replica as long as it takes, whatever timeouts the role has', async () => {
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
  const alter = `ALTER DATABASE ${client.escapeIdentifier(rows[0]?.name ?? '')}`;
  await client.query(`${alter} SET lock_timeout = '20ms'`);
  await client.query(`${alter} SET statement_timeout = '20ms'`);
  await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
  const migrating = migrate(database.url);
  await eventually(async () => (await client.query(WAITING)).rowCount === 1);
  await client.query('SELECT pg_sleep(0.05)');
  await client.query('SELECT pg_advisory_unlock($1)', [ADVISORY_LOCK]);
  expect(await migrating).toEqual(MIGRATIONS);
});

it('does nothing the second time', async () => {
  expect(await migrate(database.url)).toEqual(MIGRATIONS);
  expect(await migrate(database.url)).toEqual([]);
});

it('leaves nothing behind of a migration that fails, and says which and why', async () => {
  await client.query('CREATE TABLE trainers (id int)');
  const failing = migrate(database.url);
  await expect(failing).rejects.toThrow(MigrationError);
  await expect(failing).rejects.toThrow(
    `${MIGRATIONS[0]} failed and was rolled back: relation "trainers" already exists`,
  );
  expect((await client.query(`SELECT to_regclass('users') AS users`)).rows).toEqual([{ users: null }]);
  expect(await records()).toEqual([]);

  await client.query('DROP TABLE trainers');
  expect(await migrate(database.url)).toEqual(MIGRATIONS);
});

it('refuses a migration that was changed after it was applied', async () => {
  await migrate(database.url);
  await client.query(`UPDATE _prisma_migrations SET checksum = 'of another text'`);
  await expect(migrate(database.url)).rejects.toThrow('was changed after it was applied');
});

it('refuses to go on behind a migration that another tool left unfinished', async () => {
  await migrate(database.url);
  await client.query('UPDATE _prisma_migrations SET finished_at = NULL');
  await expect(migrate(database.url)).rejects.toThrow('never finished');
});
