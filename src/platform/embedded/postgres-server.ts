import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { readDatabaseUrl } from '../../config/address/database-url';
import { errorCode } from '../errors/error-code';
import { reasonOf } from '../logging/describe-error';
import { complaint } from './complaint';
import { giveTo, makeSocketFolder } from './data-folder';
import { startGuarded, type GuardedProcess } from './guard';
import type { PostgresBinaries } from './postgres-binaries';
import { lockHolder } from './postgres-lock';
import type { ServerUser } from './server-user';
import { StartError } from './start-error';

/** How long to wait for another server on the same data. After its gateway was killed, a server needs a moment to end. */
const PATIENCE_MS = { running: 3_000, stopping: 15_000 };

interface Launch {
  binaries: PostgresBinaries;
  /** A complete data folder. */
  data: string;
  user: ServerUser;
  durable: boolean;
  socketDir: string | undefined;
}

interface Launched {
  server: GuardedProcess;
  socketDir: string;
}

/** The URL of a database behind a socket. It is complete, so that PGPORT and PGSSLMODE have no effect. */
export const databaseUrl = (socketDir: string, name: string) =>
  `postgresql://postgres@localhost:5432/${name}?host=${encodeURIComponent(socketDir)}&sslmode=disable`;

/**
 * Launches PostgreSQL as soon as no other server holds its data, and waits until it answers.
 * @throws StartError if another server keeps the data, or with what PostgreSQL complained about
 */
export async function launchPostgres(launch: Launch): Promise<Launched> {
  for (const began = Date.now(); ; await sleep(100)) {
    const holder = await lockHolder(launch.data);
    const launched = holder ? 'locked' : await launchOnce(launch);
    if (launched !== 'locked') return launched;
    const patience = holder?.stopping ? PATIENCE_MS.stopping : PATIENCE_MS.running;
    if (Date.now() - began < patience) continue;
    throw new StartError(
      `Another gateway uses the data in ${path.dirname(launch.data)}` +
        `${holder ? ` (its PostgreSQL is process ${holder.pid})` : ''}: stop it, or set DATA_DIR to another folder.`,
    );
  }
}

async function launchOnce({ binaries, data, user, durable, socketDir: given }: Launch): Promise<Launched | 'locked'> {
  const socketDir = given ?? (await makeSocketFolder(user));
  if (given) await mkdir(given, { mode: 0o700 }).then(() => giveTo(user, given));
  const settings = {
    listen_addresses: '',
    unix_socket_permissions: '0700',
    max_connections: '100',
    max_wal_size: '256MB',
    log_min_messages: 'fatal', // failing statements are the gateway's to log, without what users sent
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = await startGuarded({
    command: path.join(binaries.bin, 'postgres'),
    args: ['-D', data, '-k', socketDir, ...flags],
    user,
    stopSignal: 'INT',
    folder: socketDir,
  });
  if (await isReady(server, databaseUrl(socketDir, 'postgres'))) return { server, socketDir };
  if (/lock file ".*" already exists|shared memory block .* still in use/.test(server.output())) return 'locked';
  throw new StartError(`PostgreSQL does not start on ${data}: ${complaint(server.output())}.`);
}

/** Errors of connecting before the server listens, and while it recovers from a crash, which may take long. */
const NOT_YET: ReadonlySet<unknown> = new Set(['ENOENT', 'ECONNREFUSED', '57P03']);

/** Waits until the server answers; false if it ends instead. */
async function isReady(server: GuardedProcess, url: string): Promise<boolean> {
  let ended = false;
  void server.exited.then(() => (ended = true));
  while (!ended) {
    const failure = await connectionFailure(url);
    if (failure === null) return true;
    if (!NOT_YET.has(errorCode(failure))) {
      await server.stop();
      throw new StartError(`PostgreSQL was started but cannot be reached: ${reasonOf(failure)}.`);
    }
    await sleep(20);
  }
  return false;
}

/** @returns null if a connection succeeds */
async function connectionFailure(url: string): Promise<unknown> {
  const client = new Client(readDatabaseUrl(url).connection);
  client.on('error', () => undefined);
  try {
    await client.connect();
    return null;
  } catch (error) {
    return error;
  } finally {
    await client.end();
  }
}
