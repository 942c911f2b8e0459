import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { migrate } from '../../src/platform/database/migrate';
import { startEmbeddedPostgres } from '../../src/platform/embedded/postgres';
import { descendantsOf, signalAll } from './processes';

/** A PostgreSQL server of one test file's own, for tests that stop it: at one address through all its deaths. */
export interface TestPostgres {
  /** A migrated database without rows. */
  url: string;
  /** SIGSTOP to the server and every backend: connections are accepted, nothing answers. */
  pause(): void;
  resume(): void;
  /** SIGKILL to the server and every backend; resolves when all are gone. */
  kill(): Promise<void>;
  /** SIGQUIT, PostgreSQL's immediate shutdown: it notifies every client and waits for nothing; resolves when it is gone. */
  quit(): Promise<void>;
  /** After `kill` or `quit`: the same data at the same address. */
  restart(): Promise<void>;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/**
 * Starts a server in about a second. Where it need not be stopped, `createTestDatabase` is cheaper.
 * @param durable whether what was committed survives `kill`, as in production; it costs some time
 */
export async function startTestPostgres({ durable = false } = {}): Promise<TestPostgres> {
  const dataDir = path.join(tmpdir(), `stms-test-${randomBytes(6).toString('hex')}`);
  const start = (socketDir?: string) =>
    startEmbeddedPostgres({
      dataDir,
      progress: () => undefined,
      logger: pino({ level: 'silent' }),
      durable,
      socketDir,
    });

  let postgres = await start();
  const { url, socketDir, dataDir: home } = postgres;
  const signal = (name: NodeJS.Signals) => signalAll([postgres.pid, ...descendantsOf(postgres.pid)], name);
  await migrate(url);
  return {
    url,
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    async kill() {
      signal('SIGKILL');
      await postgres.stop();
    },
    async quit() {
      signalAll([postgres.pid], 'SIGQUIT');
      await postgres.stop();
    },
    async restart() {
      postgres = await start(socketDir);
    },
    async stop() {
      signal('SIGCONT');
      await postgres.stop();
      await rm(home, { recursive: true });
    },
  };
}
