import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import type { HostPort } from '../../src/config/config';
import { startGuarded, type GuardedProcess } from '../../src/platform/embedded/guard';
import { findRedisServer } from '../../src/platform/embedded/redis-install';
import { currentUser } from '../../src/platform/embedded/server-user';
import { freePort, startRedisServer, type RedisServer } from '../platform/cache/redis-server';
import { eventually } from './eventually';
import { signalAll } from './processes';

const SENTINELS = 3;
export const MASTER_NAME = 'gateway';
const SETTINGS = ['--repl-diskless-sync-delay', '0'];

/** A master and a replica, watched by three sentinels; nobody else uses them. */
export interface TestSentinels {
  sentinels: HostPort[];
  /** The server that the sentinels call master now. */
  master(): Promise<RedisServer>;
  other(server: RedisServer): RedisServer;
  /** SIGSTOP to the first sentinel: it takes connections and says nothing. */
  pauseFirst(): void;
  resumeFirst(): void;
  stop(): Promise<void>;
}

/** Starts real servers, empty. Call `stop` in `afterAll`. */
export async function startTestSentinels(): Promise<TestSentinels> {
  const first = await startRedisServer(...SETTINGS);
  const second = await startRedisServer(...SETTINGS, '--replicaof', `127.0.0.1 ${first.port}`);
  const servers = [first, second];
  await eventually(() => holds(second.port, 'replication', 'link_status:up'));
  const folder = await mkdtemp(path.join(tmpdir(), 'stms-sentinels-'));
  const watchers = await Promise.all(Array.from({ length: SENTINELS }, () => startSentinel(folder, first.port)));
  const ports = watchers.map(({ port }) => port);
  for (const port of ports) await eventually(() => holds(port, 'sentinel', `slaves=1,sentinels=${SENTINELS}`));
  const pidOfFirst = watchers.slice(0, 1).map(({ process }) => process.pid);
  return {
    sentinels: ports.map((port) => ({ host: '127.0.0.1', port })),
    async master() {
      const address = (await asking(ports[1] ?? 0, (one) =>
        one.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', MASTER_NAME),
      )) as string[];
      const found = servers.find(({ port }) => port === Number(address[1]));
      if (!found) throw new Error('a master that nobody started');
      return found;
    },
    other: (server) => (server === first ? second : first),
    pauseFirst: () => signalAll(pidOfFirst, 'SIGSTOP'),
    resumeFirst: () => signalAll(pidOfFirst, 'SIGCONT'),
    async stop() {
      await Promise.all([...watchers.map(({ process }) => process.stop()), ...servers.map((server) => server.stop())]);
      await rm(folder, { recursive: true });
    },
  };
}

async function startSentinel(folder: string, masterPort: number): Promise<{ port: number; process: GuardedProcess }> {
  const port = freePort();
  const file = path.join(folder, `${port}.conf`);
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${folder}`,
    `sentinel monitor ${MASTER_NAME} 127.0.0.1 ${masterPort} 2`,
    `sentinel down-after-milliseconds ${MASTER_NAME} 500`,
    `sentinel failover-timeout ${MASTER_NAME} 1000`,
  ];
  await writeFile(file, lines.join('\n'));
  const command = await findRedisServer(() => undefined);
  const process = await startGuarded({ command, args: [file, '--sentinel'], user: currentUser(), stopSignal: 'KILL' });
  await eventually(() => holds(port, 'server', 'redis_mode:sentinel'));
  return { port, process };
}

/** Whether the server says so; not while it cannot be asked. */
const holds = (port: number, section: string, line: string): Promise<boolean> =>
  asking(port, async (node) => (await node.info(section)).includes(line)).catch(() => false);

async function asking<T>(port: number, ask: (node: Redis) => Promise<T>): Promise<T> {
  const node = new Redis({ port, lazyConnect: true, enableReadyCheck: false, retryStrategy: () => null });
  node.on('error', () => undefined);
  try {
    await node.connect();
    return await ask(node);
  } finally {
    node.disconnect();
  }
}
