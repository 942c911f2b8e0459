import { Cluster, type Redis } from 'ioredis';
import type { RedisTarget } from '../../config/config';
import { readRedisUrl } from '../../config/address/redis-url';
import type { RedisClient } from './connect';

/** Replies of servers and proxies that do not support ACL WHOAMI, or not for this user. */
const UNSUPPORTED = /^(NOPERM|ERR (unknown|unsupported|Unsupported))/i;

/**
 * Confirms database, user and rights of a new connection before anything is stored through it. When the server refuses
 * SELECT, ioredis silently stays on database 0, which may belong to another environment.
 * @throws Error that names what is wrong
 */
export async function confirmPlace(client: RedisClient, target: Exclude<RedisTarget, { kind: 'embedded' }>) {
  const nodes = client instanceof Cluster ? client.nodes('master') : [client];
  const { username, db } = target.kind === 'url' ? readRedisUrl(target.url) : { ...target.access, db: 0 };
  await Promise.all(nodes.map((node) => confirmNode(node, username, db)));
  await confirmRights(client);
}

async function confirmNode(node: Redis, username: string | undefined, db: number): Promise<void> {
  const [name] = await Promise.all([
    username ? node.acl('WHOAMI').catch(nullIfUnsupported) : null,
    db === 0 ? null : node.select(db).catch(refused),
  ]);
  if (typeof name === 'string' && name !== username)
    throw new Error('the connection belongs to another user than the configured one');
}

/** No key has this name, but it is of a documented pattern: a user may be confined to those. */
const ANY_KEY = 'lock:confirm';

/** Whether keys behind REDIS_KEY_PREFIX can be written and scripts run. Refusals that may pass are ignored. */
async function confirmRights(client: RedisClient): Promise<void> {
  await Promise.all(
    [client.del(ANY_KEY), client.eval('return 1', 1, ANY_KEY)].map((reply) => reply.catch(unlessDenied)),
  );
}

/** Some servers have commands disabled. */
const DENIED = /^(NOPERM|ERR unknown command)/;

function unlessDenied(error: unknown): void {
  if (error instanceof Error && DENIED.test(error.message)) throw error;
}

function refused(error: unknown): never {
  const reason = error instanceof Error ? error.message : 'no answer';
  throw new Error(`the database of REDIS_URL cannot be used: ${reason}`, { cause: error });
}

function nullIfUnsupported(error: unknown): null {
  if (error instanceof Error && UNSUPPORTED.test(error.message)) return null;
  throw error;
}
