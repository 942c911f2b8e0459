import { Redis } from 'ioredis';
import type { HostPort } from '../../src/config/config';
import { startRedisServer } from '../platform/cache/redis-server';
import { eventually } from './eventually';

const SLOTS = 16_384;
const MASTERS = 3;
const SETTINGS = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000'];

/** Three masters that share the slots; nobody else uses them. */
export interface TestRedisCluster {
  readonly nodes: HostPort[];
  /** Kills the master at this port and starts it again, empty. */
  restart(port: number): Promise<void>;
  /**
   * Kills the master at this port and promotes a node that has its data. This happens at once, or some seconds later: then
   * the cluster does it by itself, when the other masters have agreed that this one is gone.
   */
  replace(port: number, how?: 'at once' | 'by election'): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a real Redis Cluster, empty. Call `stop` in `afterAll`. */
export async function startTestRedisCluster(): Promise<TestRedisCluster> {
  const servers = await Promise.all(Array.from({ length: MASTERS }, () => startRedisServer(...SETTINGS)));
  let ports = servers.map(({ port }) => port);
  const serverAt = (port: number) => servers.find((server) => server.port === port);
  await Promise.all(ports.map(takeShare));
  await Promise.all(ports.slice(1).map((port) => meet(port, ports[0] ?? port)));
  await whole(ports);
  return {
    get nodes() {
      return ports.map((port) => ({ host: '127.0.0.1', port }));
    },
    async restart(port) {
      await serverAt(port)?.kill();
      await serverAt(port)?.restart();
      await whole(ports);
    },
    async replace(port, how = 'at once') {
      const successor = await startRedisServer(...SETTINGS);
      servers.push(successor);
      const others = ports.filter((other) => other !== port);
      await follow(successor.port, port, others);
      await serverAt(port)?.kill();
      if (how === 'at once') await asking(successor.port, (node) => node.call('CLUSTER', 'FAILOVER', 'TAKEOVER'));
      ports = [...others, successor.port];
      await whole(ports);
    },
    async stop() {
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}

/** Assigns the nth master its share of the slots, before it knows of the others. */
const takeShare = (port: number, nth: number) =>
  asking(port, async (node) => {
    const share = Math.ceil(SLOTS / MASTERS);
    await node.call('CLUSTER', 'SET-CONFIG-EPOCH', nth + 1);
    await node.call('CLUSTER', 'ADDSLOTSRANGE', nth * share, Math.min(SLOTS, (nth + 1) * share) - 1);
  });

const meet = (port: number, other: number) =>
  asking(port, async (node) => {
    await node.call('CLUSTER', 'MEET', '127.0.0.1', other);
    await eventually(async () => (await nodesOf(node, `:${other}@.* connected`)) > 0);
  });

/** Resolves when the node at `port` has all data of its master, and the others know of it. */
async function follow(port: number, master: number, others: number[]): Promise<void> {
  const masterId = await asking(master, (node) => node.call('CLUSTER', 'MYID'));
  await meet(port, master);
  await asking(port, async (node) => {
    const id = await node.call('CLUSTER', 'MYID');
    await eventually(() => node.call('CLUSTER', 'REPLICATE', String(masterId)).then(Boolean, () => false));
    await eventually(async () => (await node.info('replication')).includes('master_link_status:up'));
    for (const other of others) {
      await eventually(() => asking(other, async (one) => nodesOf(one, `^${String(id)} .* slave `).then(Boolean)));
    }
  });
}

const nodesOf = async (node: Redis, line: string) =>
  String(await node.cluster('NODES')).match(new RegExp(line, 'gm'))?.length ?? 0;

/** Resolves when every one of the masters knows of all slots. */
const whole = (ports: number[]) => eventually(async () => (await Promise.all(ports.map(isWhole))).every(Boolean));

const isWhole = (port: number) =>
  asking(port, async (node) => {
    const [info, masters] = await Promise.all([node.cluster('INFO'), nodesOf(node, 'master - .* connected \\d+-\\d+')]);
    return info.includes('cluster_state:ok') && masters === MASTERS;
  }).catch(() => false);

async function asking<T>(port: number, ask: (node: Redis) => Promise<T>): Promise<T> {
  const node = new Redis({ port, lazyConnect: true, retryStrategy: () => null });
  node.on('error', () => undefined);
  try {
    await node.connect();
    return await ask(node);
  } finally {
    node.disconnect();
  }
}
