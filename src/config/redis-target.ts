import { readRedisUrl } from './address/redis-url';
import type { RedisAccess, RedisTarget } from './config';
import type { EnvReader } from './env-reader';
import { hostPorts, readableBy } from './network';
import { flag, text } from './parsers';

/** Where Redis is, and how to log in: by a URL, a cluster or sentinels. Without any of them it is the embedded one. */
export function readRedis(reader: EnvReader, production: boolean): RedisTarget {
  const choices = (['REDIS_URL', 'REDIS_CLUSTER_NODES', 'REDIS_SENTINELS'] as const).filter((name) => reader.has(name));
  const [first, ...others] = choices;
  for (const other of others) reader.fault(other, `cannot be set together with ${first}`);
  if (production && first === undefined) reader.fault('REDIS_URL', 'must be set in production');

  const url = reader.optional('REDIS_URL', readableBy(readRedisUrl));
  const nodes = reader.optional('REDIS_CLUSTER_NODES', hostPorts);
  const sentinels = reader.optional('REDIS_SENTINELS', hostPorts);
  const name = reader.optional('REDIS_SENTINEL_NAME', text);
  if (sentinels && name === undefined) reader.fault('REDIS_SENTINEL_NAME', 'must be set with REDIS_SENTINELS');

  const access = readRedisAccess(reader, nodes !== undefined || sentinels !== undefined);
  if (url !== undefined) return { kind: 'url', url };
  if (nodes) return { kind: 'cluster', nodes, access };
  if (sentinels && name !== undefined) return { kind: 'sentinel', sentinels, name, access };
  return { kind: 'embedded' };
}

function readRedisAccess(reader: EnvReader, isWanted: boolean): RedisAccess {
  const names = ['REDIS_USERNAME', 'REDIS_PASSWORD', 'REDIS_SENTINEL_PASSWORD', 'REDIS_TLS'] as const;
  const given = names.filter((name) => reader.has(name));
  const why =
    'is for REDIS_CLUSTER_NODES and REDIS_SENTINELS; REDIS_URL holds its own: rediss://user:password@host:port';
  if (!isWanted) for (const name of given) reader.fault(name, why);
  return {
    username: reader.optional('REDIS_USERNAME', text),
    password: reader.optional('REDIS_PASSWORD', text),
    sentinelPassword: reader.optional('REDIS_SENTINEL_PASSWORD', text),
    tls: reader.read('REDIS_TLS', flag),
  };
}
