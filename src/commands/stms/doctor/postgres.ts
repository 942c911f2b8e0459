import { FEATURES } from '../../../app/features';
import { Socket } from 'node:net';
import { Client } from 'pg';
import { readDatabaseUrl, type DatabaseAddress } from '../../../config/address/database-url';
import { migrationStatus } from '../../../platform/database/migrate';
import { MigrationError } from '../../../platform/database/migration-error';
import { POOL_SIZE } from '../../../platform/database/pool';
import { SessionError, sessionCheck, withSession } from '../../../platform/database/session-settings';
import { reasonOf } from '../../../platform/logging/describe-error';
import { createLogger } from '../../../platform/logging/logger';
import { within } from '../../../platform/deadline';
import { checkClock, quickest, readClock } from './clock';
import { fault, isAtLeast, ok, skipped, warning, type Finding } from './finding';

const PATIENCE_MS = 5_000;
const VERSION_LEAST = '13';
/** The connection of a replica that is not in its pool: the probe's. */
const PROBES = 1;

interface Facts {
  version: string;
  encoding: string;
  isReplica: boolean;
  /** Connections that ordinary users may still open. */
  free: number;
  /** Indices that a failed CREATE INDEX CONCURRENTLY left behind. */
  invalid: string[];
}

const FACTS = `
  SELECT current_setting('server_version') AS version, current_setting('server_encoding') AS encoding,
         pg_is_in_recovery() AS "isReplica",
         current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
           - (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS free,
         ARRAY(SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid) AS invalid`;

/** Joined to one statement, so that all counts are of the same moment. */
const COUNTS = FEATURES.flatMap(({ countedLists }) => countedLists).map(
  (list) => `
    SELECT '${list}' AS list, (SELECT count(*) FROM ${list}) = (
      SELECT coalesce(sum("rows"), 0) FROM row_counts WHERE list = '${list}' AND item = '') AS "isRight"`,
);

/** Checks the server and the database. Takes a few seconds at most, even if the server hangs. */
export async function checkPostgres(url: string): Promise<Finding[]> {
  const socket = new Socket();
  const address = readDatabaseUrl(url);
  const client = new Client({
    ...withSession(address),
    application_name: address.applicationName ?? 'stms doctor',
    query_timeout: PATIENCE_MS,
    stream: () => socket,
  });
  client.on('error', () => undefined); // the failing statement reports it
  try {
    await within(client.connect(), PATIENCE_MS, () => new Error('it does not answer'));
    return await checkServer(client, address);
  } catch (error) {
    const advice = 'Is it started, and does DATABASE_URL name its address, database, user and password?';
    return [fault('postgresql', `cannot be used: ${reasonOf(error)}`, advice)];
  } finally {
    socket.destroy();
  }
}

async function checkServer(client: Client, address: DatabaseAddress): Promise<Finding[]> {
  const milliseconds = await quickest(() => client.query('SELECT 1'));
  const { rows } = await client.query<Facts>(FACTS);
  const [facts] = rows;
  if (!facts) throw new Error('it did not return its settings');
  const clock = await readClock('postgresql', async () => {
    const now = await client.query<{ ms: number }>(`SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms`);
    return now.rows[0]?.ms ?? 0;
  });
  const migrations = await checkMigrations(client);
  const counts =
    migrations.state === 'fault' ? skipped('row counts', 'after the migrations') : await checkCounts(client);
  return [
    checkAnswer(facts, milliseconds),
    ...(facts.isReplica ? [] : [await checkSession(client, address)]),
    checkEncoding(facts),
    checkConnections(facts, (address.poolSize ?? POOL_SIZE) + PROBES),
    migrations,
    checkIndices(facts),
    counts,
    checkClock(clock),
  ];
}

function checkAnswer({ version, isReplica }: Facts, milliseconds: number): Finding {
  const found = `PostgreSQL ${version}, answers in ${milliseconds.toFixed(1)} ms`;
  if (!isAtLeast(version, VERSION_LEAST))
    return fault('postgresql', found, `Install PostgreSQL ${VERSION_LEAST} or later.`);
  if (isReplica) return fault('postgresql', `${found}, a replica`, 'Name its primary: the gateway must write.');
  return ok('postgresql', found);
}

/** As the gateway checks each of its connections. It does not use one that fails. */
async function checkSession(client: Client, { schema }: DatabaseAddress): Promise<Finding> {
  try {
    await sessionCheck(schema, PATIENCE_MS, createLogger('silent'))(client);
    return ok('session', `schema ${schema}, and the settings that are needed`);
  } catch (error) {
    if (!(error instanceof SessionError)) throw error;
    return fault('session', error.message, 'The gateway does not become ready until this is fixed.');
  }
}

function checkEncoding({ encoding }: Facts): Finding {
  if (encoding === 'UTF8') return ok('encoding', encoding);
  return fault(
    'encoding',
    encoding,
    "It cannot store every name. Create a new database: CREATE DATABASE … ENCODING 'UTF8'",
  );
}

function checkConnections({ free }: Facts, needed: number): Finding {
  const found = `${free} free, ${Math.max(0, Math.floor(free / needed))} more replicas fit`;
  if (free >= needed) return ok('connections', found);
  return warning('connections', found, `A replica opens up to ${needed}: raise max_connections, or use PgBouncer.`);
}

async function checkMigrations(client: Client): Promise<Finding> {
  try {
    const { pending, foreign } = await migrationStatus(client);
    if (pending.length > 0) return fault('migrations', `${pending.length} to apply`, 'Run npm run db:migrate.');
    if (foreign.length === 0) return ok('migrations', 'all applied');
    const advice = 'A newer version has migrated this database. Deploy that version here, too.';
    return warning('migrations', `${foreign.length} that this version does not know`, advice);
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    return fault('migrations', 'cannot be applied', error.message);
  }
}

function checkIndices({ invalid }: Facts): Finding {
  if (invalid.length === 0) return ok('indices', 'all valid');
  const advice = invalid.map((name) => `REINDEX INDEX CONCURRENTLY ${name};`).join(' ');
  return fault('indices', `not valid: ${invalid.join(', ')}`, advice);
}

/** `totalCount` of lists is kept by triggers, which some ways of restoring a backup switch off. */
async function checkCounts(client: Client): Promise<Finding> {
  try {
    const { rows } = await client.query<{ list: string; isRight: boolean }>(COUNTS.join(' UNION ALL '));
    const wrong = rows.filter(({ isRight }) => !isRight).map(({ list }) => list);
    if (wrong.length === 0) return ok('row counts', 'right');
    const advice = 'Lists show a wrong totalCount. See "Counts" in docs/operations.md.';
    return fault('row counts', `wrong: ${wrong.join(', ')}`, advice);
  } catch {
    return skipped('row counts', 'took too long to check');
  }
}
