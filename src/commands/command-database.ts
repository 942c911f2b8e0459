import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config/config';
import { connectDatabase, type Database } from '../platform/database/database';
import { migrate } from '../platform/database/migrate';
import { prepareDataFolder } from '../platform/embedded/data-folder';
import { startEmbeddedPostgres } from '../platform/embedded/postgres';
import { lockHolder } from '../platform/embedded/postgres-lock';
import { databaseUrl } from '../platform/embedded/postgres-server';
import { createLogger } from '../platform/logging/logger';
import { note } from '../shared/command/command';

/** Silent, because a command prints its own errors. */
const logger = createLogger('silent');

type Target = Pick<Config, 'database' | 'dataDir'>;

/**
 * Runs `work` on the database that a gateway in the same environment would use. Without `DATABASE_URL` that is the embedded
 * one of the running gateway, or one that is started for this command.
 */
export async function withDatabaseUrl<T>(config: Target, work: (url: string) => Promise<T>): Promise<T> {
  if (config.database.kind === 'url') return work(config.database.url);
  const running = await runningEmbeddedDatabase(config.dataDir);
  if (running) return work(running);
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, progress: note, logger });
  try {
    await migrate(postgres.url);
    return await work(postgres.url);
  } finally {
    await postgres.stop();
  }
}

/** Runs `work` on a connection of its own. */
export async function connected<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = connectDatabase({ url, poolSize: 2, logger });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** Fifth line of PostgreSQL's lock file, LOCK_FILE_LINE_SOCKET_DIR in its pidfile.h. */
const SOCKET_DIR_LINE = 4;

/** @returns the URL of the embedded database; undefined if no gateway with an embedded database runs here */
export async function runningEmbeddedDatabase(dataDir: string): Promise<string | undefined> {
  const { postgresHome } = await prepareDataFolder(dataDir);
  const data = path.join(postgresHome, 'postgres');
  const holder = await lockHolder(data);
  if (!holder || holder.stopping) return undefined;
  const lines = (await readFile(path.join(data, 'postmaster.pid'), 'utf8')).split('\n');
  const socketDir = lines[SOCKET_DIR_LINE]?.trim();
  return socketDir ? databaseUrl(socketDir, 'stms') : undefined;
}
