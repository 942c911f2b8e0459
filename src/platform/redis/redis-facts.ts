import { Cluster, type Redis } from 'ioredis';
import type { RedisStore } from './redis-store';

/** Figures of Redis; in a cluster, the sum over its masters. */
export interface RedisFacts {
  usedMemoryBytes: number;
  keys: number;
  /** Lookups that found a key and that found none, since the server started. */
  hits: number;
  misses: number;
  connectedClients: number;
}

/**
 * INFO and DBSIZE in one round trip.
 * @throws AppError SERVICE_UNAVAILABLE
 */
export function readRedisFacts(store: RedisStore): Promise<RedisFacts> {
  return store.trip(async (client) => {
    const nodes = client instanceof Cluster ? client.nodes('master') : [client];
    const facts = await Promise.all(nodes.map(readNode));
    return facts.reduce((sum, node) => ({
      usedMemoryBytes: sum.usedMemoryBytes + node.usedMemoryBytes,
      keys: sum.keys + node.keys,
      hits: sum.hits + node.hits,
      misses: sum.misses + node.misses,
      connectedClients: sum.connectedClients + node.connectedClients,
    }));
  });
}

async function readNode(node: Redis): Promise<RedisFacts> {
  const [info, keys] = await Promise.all([node.info(), node.dbsize()]);
  const number = (field: string) => Number(new RegExp(`^${field}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  return {
    usedMemoryBytes: number('used_memory'),
    keys,
    hits: number('keyspace_hits'),
    misses: number('keyspace_misses'),
    connectedClients: number('connected_clients'),
  };
}
