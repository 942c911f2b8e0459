import { Cluster } from 'ioredis';
import type { RedisClient } from './connect';

/** Pages of some hundred keys that start with `keyPrefix + start`, without the prefix. In a cluster, of all masters. */
export async function* scanKeys(client: RedisClient, keyPrefix: string, start: string): AsyncGenerator<string[]> {
  const nodes = client instanceof Cluster ? client.nodes('master') : [client];
  for (const node of nodes) {
    let cursor = '0';
    do {
      const [next, keys] = await node.scan(cursor, 'MATCH', `${escapeGlob(keyPrefix + start)}*`, 'COUNT', 500);
      cursor = next;
      yield keys.map((key) => key.slice(keyPrefix.length));
    } while (cursor !== '0');
  }
}

const escapeGlob = (text: string) => text.replace(/[\\*?[\]]/g, '\\$&');
