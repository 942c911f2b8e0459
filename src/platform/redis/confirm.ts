import { Cluster, type Redis } from 'ioredis';
import type { RedisTarget } from '../../config/config';
import { readRedisUrl } from '../address/redis-url';
import type { RedisClient } from './connect';

/** A server, or a proxy before it, that does not tell who is signed in: by the rights of that user, or in general. */
const UNTOLD = /^(NOPERM|ERR (unknown|unsupported|Unsupported))/i;

/**
 * Looks at a new connection before anything is kept there. ioredis goes on where its SELECT is refused, on database 0,
 * and so on another environment's.
 * @throws Error that says what was asked for in vain
 */
export async function confirmPlace(client: RedisClient, target: Exclude<RedisTarget, { kind: 'embedded' }>) {
  const nodes = client instanceof Cluster ? client.nodes('master') : [client];
  const { username, db } = target.kind === 'url' ? readRedisUrl(target.url) : { ...target.access, db: 0 };
  await Promise.all(nodes.map((node) => confirmNode(node, username, db)));
}

async function confirmNode(node: Redis, username: string | undefined, db: number): Promise<void> {
  const selected = db === 0 ? null : node.select(db).catch(refused);
  const name = username ? await node.acl('WHOAMI').catch(untold) : null;
  await selected;
  if (typeof name === 'string' && name !== username) throw new Error('another user is signed in than was asked for');
}

function refused(error: unknown): never {
  const reason = error instanceof Error ? error.message : 'no answer';
  throw new Error(`the database of REDIS_URL cannot be used: ${reason}`, { cause: error });
}

function untold(error: unknown): null {
  if (error instanceof Error && UNTOLD.test(error.message)) return null;
  throw error;
}
