import { existsSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { readDatabaseUrl } from '../../config/address/database-url';
import type { Logger } from '../logging/logger';
import { prepareDataFolder } from './data-folder';
import { findPostgresBinaries } from './postgres-binaries';
import { createCluster, removeDrafts } from './postgres-cluster';
import { databaseUrl, launchPostgres } from './postgres-server';

const DATABASE = 'stms';

interface Options {
  dataDir: string;
  /** Gets one line for the terminal before each slow step. */
  progress: (line: string) => void;
  logger: Logger;
  /** `false` is faster, but a crash may lose data. */
  durable?: boolean;
  /** The path of the socket, instead of a new temporary folder. It is removed when the server ends. */
  socketDir?: string;
}

export interface EmbeddedPostgres {
  /** `postgresql://…`, over a unix socket that only this user can reach. */
  url: string;
  socketDir: string;
  /** Absolute folder of the data: the configured one, or one that the server's user can reach. */
  dataDir: string;
  pid: number;
  /** Ends open connections and shuts down; resolves when the server has ended. */
  stop(): Promise<void>;
}

/**
 * Starts a private PostgreSQL on the data below `dataDir`, which are created if necessary. It ends with this process.
 *
 * @throws StartError if it cannot start, or if another gateway uses these data
 */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const { postgresHome: home, postgresUser: user } = await prepareDataFolder(options.dataDir);
  const binaries = await findPostgresBinaries(home, user);
  const data = path.join(home, 'postgres');
  const durable = options.durable ?? true;
  if (!existsSync(data)) {
    options.progress(`Creating a PostgreSQL ${binaries.majorVersion} database in ${home}`);
    await createCluster({ data, binaries, user, durable });
  }
  const { server, socketDir } = await launchPostgres({ binaries, data, user, durable, socketDir: options.socketDir });
  try {
    await removeDrafts(data);
    await createDatabase(socketDir);
  } catch (error) {
    await server.stop();
    throw error;
  }

  server.unref();
  let stopping = false;
  void server.exited.then((code) => {
    if (!stopping) options.logger.error({ code, output: server.output() }, 'embedded PostgreSQL stopped unexpectedly');
  });
  return {
    url: databaseUrl(socketDir, DATABASE),
    socketDir,
    dataDir: home,
    pid: server.pid,
    stop() {
      stopping = true;
      return server.stop();
    },
  };
}

async function createDatabase(socketDir: string): Promise<void> {
  const client = new Client(readDatabaseUrl(databaseUrl(socketDir, 'postgres')).connection);
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (!rowCount) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}
