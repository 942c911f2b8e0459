import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Client, type ClientBase } from 'pg';
import { readDatabaseUrl } from '../../config/address/database-url';
import { errorCode } from '../errors/error-code';
import { MigrationError, UnmigratedError } from './migration-error';

const FOLDER = path.resolve(__dirname, '../../../prisma/migrations');

/** The lock `prisma migrate` takes too, so that neither runs into the other. */
const ADVISORY_LOCK = 72_707_369;

/** The table as Prisma creates it. Prisma's own commands read and accept these records. */
const RECORDS = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;

/** Time-outs of the role or the database would end the wait for another replica's migrations, and long migrations. */
const WITHOUT_TIMEOUTS = `
  SELECT set_config(name, '0', false) FROM pg_settings
  WHERE name IN ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')`;

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

const UNDEFINED_TABLE = '42P01';
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Applies pending migrations, each in a transaction of its own. Replicas that start together wait for the first one.
 * @param databaseUrl as the owner of the database
 * @returns names of the migrations that were applied now
 * @throws MigrationError: that migration is rolled back, and those before it are applied; connection errors
 */
export async function migrate(
  databaseUrl: string,
  { log = () => undefined }: { log?: (line: string) => void } = {},
): Promise<string[]> {
  // PgBouncer may use another connection for each statement, so the lock would never be released.
  const { connection, isPooled, schema, applicationName } = readDatabaseUrl(databaseUrl);
  if (isPooled)
    throw new MigrationError('Migrations need a direct connection to PostgreSQL. Set DATABASE_URL to its own address.');
  const migrations = await readMigrations();
  const client = new Client({ ...connection, application_name: applicationName ?? 'stms-gateway migrate' });
  client.on('error', () => undefined); // the failing statement reports it
  await client.connect();
  try {
    await client.query(WITHOUT_TIMEOUTS);
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await makeSchema(client, schema);
    await client.query(RECORDS);
    const pending = unapplied(migrations, await readRecords(client));
    for (const migration of pending) {
      log(`Applying ${migration.name}`);
      await apply(client, migration);
    }
    return pending.map((migration) => migration.name);
  } finally {
    await client.end().catch(() => undefined); // and with it the lock
  }
}

/** Only if it is missing, because even CREATE SCHEMA IF NOT EXISTS fails without the right to create schemas. */
async function makeSchema(client: Client, schema: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [schema]);
  if (rowCount === 0) await client.query(`CREATE SCHEMA IF NOT EXISTS ${client.escapeIdentifier(schema)}`);
}

export interface MigrationStatus {
  /** Not applied yet. */
  pending: string[];
  /** Applied by another version, and unknown to this one. */
  foreign: string[];
}

/**
 * The state of the database; changes nothing.
 * @throws MigrationError if `migrate` would refuse to continue
 */
export async function migrationStatus(client: Client): Promise<MigrationStatus> {
  const migrations = await readMigrations();
  const { rows } = await client.query<{ isKept: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS "isKept"`,
  );
  const records = rows[0]?.isKept ? await readRecords(client) : new Map<string, MigrationRecord>();
  const known = new Set(migrations.map(({ name }) => name));
  return {
    pending: unapplied(migrations, records).map(({ name }) => name),
    foreign: [...records.keys()].filter((name) => !known.has(name)).sort(),
  };
}

/**
 * Confirms that the database is migrated to this version or a later one.
 * @throws UnmigratedError
 */
export async function confirmMigrated(client: ClientBase): Promise<void> {
  const records = await readRecords(client).catch(recordsBehind);
  if (records === null) return;
  const pending = (await migrationNames()).filter((name) => !records.get(name)?.finished);
  if (pending.length > 0) throw new UnmigratedError(pending.length);
}

/** Without the table nothing was applied. Null if the role may not read it, which may be the gateway's only role. */
function recordsBehind(error: unknown): Map<string, MigrationRecord> | null {
  const code = errorCode(error);
  if (code === UNDEFINED_TABLE) return new Map();
  if (code === INSUFFICIENT_PRIVILEGE) return null;
  throw error;
}

async function migrationNames(): Promise<string[]> {
  const entries = await readdir(FOLDER, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return names.sort();
}

async function readMigrations(): Promise<Migration[]> {
  const names = await migrationNames();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(path.join(FOLDER, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

interface MigrationRecord {
  migration_name: string;
  checksum: string;
  finished: boolean;
}

async function readRecords(client: ClientBase): Promise<Map<string, MigrationRecord>> {
  const { rows } = await client.query<MigrationRecord>(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  return new Map(rows.map((row) => [row.migration_name, row]));
}

function unapplied(migrations: Migration[], records: Map<string, MigrationRecord>): Migration[] {
  return migrations.filter(({ name, checksum }) => {
    const record = records.get(name);
    if (!record) return true;
    if (!record.finished) {
      throw new MigrationError(
        `Migration ${name} was begun by another tool and never finished: see \`prisma migrate resolve\`.`,
      );
    }
    if (record.checksum !== checksum) {
      throw new MigrationError(
        `Migration ${name} was changed after it was applied: restore its file, and write a new one.`,
      );
    }
    return false;
  });
}

/** Migration and record are one transaction, so the record exists exactly if the migration was applied. */
async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`Migration ${name} failed and was rolled back: ${reason}`, { cause: error });
  }
}
