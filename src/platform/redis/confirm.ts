import { Cluster, type Redis } from 'ioredis';
import type { RedisTarget } from '../../config/config';
import { readRedisUrl } from '../../config/address/redis-url';
import type { RedisClient } from './connect';

/** Replies of servers and proxies that do not support ACL WHOAMI, or not for this user. */
const UNSUPPORTED = /^(NOPERM|ERR (unknown|unsupported|Unsupported))/i;

/**
 * Confirms database and user of a new connection before anything is stored through it. When the server refuses SELECT,
 * ioredis silently stays on database 0, which may belong to another environment.
 * @throws Error that names what is wrong
 */
export async function confirmPlace(client: RedisClient, target: Exclude<RedisTarget, { kind: 'embedded' }>) {
  const nodes = client instanceof Cluster ? client.nodes('master') : [client];
  const { username, db } = target.kind === 'url' ? readRedisUrl(target.url) : { ...target.access, db: 0 };
  await Promise.all(nodes.map((node) => confirmNode(node, username, db)));
}

async function confirmNode(node: Redis, username: string | undefined, db: number): Promise<void> {
  const selected = db === 0 ? null : node.select(db).catch(refused);
  const name = username ? await node.acl('WHOAMI').catch(nullIfUnsupported) : null;
  await selected;
  if (typeof name === 'string' && name !== username)
    throw new Error('the connection belongs to another user than the configured one');
}

function refused(error: unknown): never {
  const reason = error instanceof Error ? error.message : 'no answer';
  throw new Error(`the database of REDIS_URL cannot be used: ${reason}`, { cause: error });
}

function nullIfUnsupported(error: unknown): null {
  if (error instanceof Error && UNSUPPORTED.test(error.message)) return null;
  throw error;
}
