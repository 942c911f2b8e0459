import { writeFile } from 'node:fs/promises';
import { Client } from 'pg';
import pino from 'pino';
import { connectDatabase, type Database } from '../../../src/platform/database/database';
import { Prisma } from '../../../src/platform/database/generated/client';
import { isoTimes } from '../../../src/platform/database/iso-time';
import { migrate } from '../../../src/platform/database/migrate';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { startTestPostgres } from '../../support/postgres';

/*
 * Behind PgBouncer in transaction mode a connection's next statement may run in another session of the server: nothing
 * may be left in a session, and our settings come from the role or not at all.
 */

let test: TestDatabase;
let opened: Database[];
let logged: { reason?: string; missing?: string[] }[];

beforeEach(async () => {
  test = await createTestDatabase();
  [opened, logged] = [[], []];
});
afterEach(async () => {
  await Promise.all(opened.map((database) => database.close()));
  await test.drop();
});

function open(url: string): Database {
  const write = (line: string) => void logged.push(JSON.parse(line) as (typeof logged)[0]);
  const database = connectDatabase({ url, poolSize: 1, logger: pino({ level: 'warn' }, { write }) });
  opened.push(database);
  return database;
}

const pooled = () => `${test.url}${test.url.includes('?') ? '&' : '?'}pgbouncer=true`;

/** For new sessions, as by `ALTER ROLE`, but nobody else's. */
async function setting(name: string, value: string): Promise<void> {
  const client = new Client({ connectionString: test.url });
  await client.connect();
  await client.query(`ALTER DATABASE ${new URL(test.url).pathname.slice(1)} SET ${name} = '${value}'`);
  await client.end();
}

const AT = new Date('2026-07-01T12:00:00.120Z');
const read = (database: Database) => database.read<{ at: string }>(Prisma.sql`SELECT ${AT}::timestamptz(3) AS at`);
const REFUSED = { code: 'SERVICE_UNAVAILABLE' };

it('leaves nothing behind in a session', async () => {
  const database = open(test.url);
  await read(database);
  await database.transaction(async (tx) => {
    await tx.user.count();
    await tx.$executeRaw`INSERT INTO row_counts (list, item, "rows") VALUES ('students', 'x', 0)`;
    await database.currentTransactionId(tx);
  });
  await database.runningTransactions();
  const left = await database.read(Prisma.sql`
      SELECT name FROM pg_prepared_statements
      UNION ALL SELECT name FROM pg_cursors
      UNION ALL SELECT name FROM pg_settings WHERE source = 'session'
      UNION ALL SELECT pg_listening_channels()
      UNION ALL SELECT locktype FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'
      UNION ALL SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema()`);
  expect(left).toEqual([]);
});

it.each(['UTC', 'Etc/UTC'])(
  'takes its settings from the role, its zone as %s, and says which are missing',
  async (zone) => {
    await setting('timezone', zone);
    const database = open(pooled());
    expect(await read(database)).toEqual([{ at: AT.toISOString() }]);
    expect(logged.map(({ missing }) => missing)).toEqual([expect.arrayContaining(['statement_timeout', 'work_mem'])]);
  },
);

it.each([
  ['timezone', 'Asia/Kolkata', 'TimeZone is Asia/Kolkata here, not UTC'],
  ['datestyle', 'SQL, DMY', 'DateStyle is SQL, DMY here'],
  ['default_transaction_isolation', 'serializable', 'default_transaction_isolation is serializable here'],
])('refuses a server whose %s is %s, where times or transactions would go wrong', async (name, value, reason) => {
  await setting('timezone', 'UTC');
  await setting(name, value);
  const database = open(pooled());
  await expect(read(database)).rejects.toMatchObject(REFUSED);
  await expect(database.transaction((tx) => tx.user.count())).rejects.toMatchObject(REFUSED);
  expect(logged).toHaveLength(1);
  expect(logged[0]?.reason).toContain(reason);
});

it('works with its own settings whatever the server has, where it reaches it directly', async () => {
  await setting('timezone', 'Asia/Kolkata');
  await setting('datestyle', 'SQL, DMY');
  expect(await read(open(test.url))).toEqual([{ at: AT.toISOString() }]);
  expect(logged).toEqual([]);
});

it('refuses a server that is a read replica by now', async () => {
  const server = await startTestPostgres();
  const client = new Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query<{ folder: string }>(`SELECT current_setting('data_directory') AS folder`);
  await client.end();
  await writeFile(`${rows[0]?.folder}/standby.signal`, '');
  await server.quit();
  await server.restart();
  const database = open(server.url);
  await expect(read(database)).rejects.toMatchObject(REFUSED);
  expect(logged[0]?.reason).toContain('read replica');
  await server.stop();
});

it('does not migrate through a pooler, where its lock would be left behind', async () => {
  await expect(migrate(pooled())).rejects.toThrow('Migrations need a direct connection to PostgreSQL.');
});

it('reads times with any other offset as the same moment', () => {
  const parse = isoTimes.getTypeParser(1184, 'text') as (text: string) => string;
  expect(['2026-07-01 17:30:00.12+05:30', '2026-07-01 05:00:00.12-07', '2026-07-01 12:00:00.12+00'].map(parse)).toEqual(
    Array(3).fill(AT.toISOString()),
  );
});
