import { Cluster, type Redis } from 'ioredis';
import type { RedisAddress } from '../../config/config';
import { readRedisUrl } from '../../config/address/redis-url';
import type { RedisClient } from './connect';

/** Errors of servers and proxies that do not support ACL WHOAMI, or forbid it to this user. */
const UNSUPPORTED = /^(NOPERM|ERR (unknown|unsupported|Unsupported))/i;

/**
 * Confirms database, user and rights of a new connection before anything is stored. If the server refuses SELECT, ioredis
 * silently stays on database 0, which may belong to another environment.
 *
 * @throws Error that names the problem
 */
export async function confirmPlace(client: RedisClient, target: RedisAddress) {
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

/** This key never exists. Its name matches a documented pattern, because ACLs may limit the user to those. */
const ANY_KEY = 'lock:confirm';

/** Checks that keys under REDIS_KEY_PREFIX can be written and scripts can run. Temporary refusals are ignored. */
async function confirmRights(client: RedisClient): Promise<void> {
  await Promise.all(
    [client.del(ANY_KEY), client.eval('return 1', 1, ANY_KEY)].map((reply) => reply.catch(unlessDenied)),
  );
}

/** The user has no right to the command, or the server has disabled it. */
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
