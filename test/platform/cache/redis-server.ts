import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { startGuarded, type GuardedProcess } from '../../../src/platform/embedded/guard';
import { findRedisServer } from '../../../src/platform/embedded/redis-install';
import { currentUser } from '../../../src/platform/embedded/server-user';
import { eventually } from '../../support/eventually';
import { signalAll } from '../../support/processes';

/** A Redis server with settings of its own, whose files outlive it. */
export interface RedisServer {
  /** `redis://127.0.0.1:41234` */
  url: string;
  port: number;
  /** SIGSTOP: it accepts connections and answers nothing. */
  pause(): void;
  resume(): void;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** After `kill`: on the same files and port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** On a port of 127.0.0.1 that nobody used a moment ago. */
export async function startRedisServer(...settings: string[]): Promise<RedisServer> {
  const program = await findRedisServer(() => undefined);
  const folder = await mkdtemp(path.join(tmpdir(), 'stms-redis-'));
  const port = freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...settings];
  let server: GuardedProcess;
  const start = async () => {
    server = await startGuarded({ command: program, args, user: currentUser(), stopSignal: 'KILL' });
    await eventually(() => answers(port));
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pause: () => signalAll([server.pid], 'SIGSTOP'),
    resume: () => signalAll([server.pid], 'SIGCONT'),
    kill: () => server.stop(),
    restart: start,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/**
 * Below those that systems give to outgoing connections, and others than the other workers take: of two servers on one port
 * the second ends, and its test would talk to the first. A cluster's nodes talk to each other on the port 10,000 above.
 */
let nextPort = 11_000 + (Number(process.env['JEST_WORKER_ID'] ?? 0) % 8) * 1_200 + Math.floor(Math.random() * 1_000);
export const freePort = (): number => (nextPort += 1);

async function answers(port: number): Promise<boolean> {
  const client = new Redis({ port, lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}
