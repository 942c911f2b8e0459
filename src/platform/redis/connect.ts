import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { RedisAccess, RedisAddress } from '../../config/config';
import { readRedisUrl } from '../../config/address/redis-url';
import { sentinelLoginOf, SENTINEL_TIMEOUT_MS } from './sentinel-options';
import type { SentinelWatch } from './sentinel-watch';

export type RedisClient = Redis | Cluster;

const RETRY_MIN_MS = 50;
const RETRY_MAX_MS = 500;

/**
 * Commands fail at once while disconnected, and the client reconnects every 50 to 500 ms. A command is never resent, because
 * it may have run. The command timeout only drops commands that a frozen server never answers: the deadline of its round
 * trip bounds a request's wait. A frozen server does not answer a disconnect either, so that has a timeout, too.
 */
const OPTIONS: RedisOptions = {
  commandTimeout: 1_000,
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  connectTimeout: 500,
  disconnectTimeout: 250,
  retryStrategy: (attempt) => Math.min(RETRY_MIN_MS * attempt, RETRY_MAX_MS),
};

/**
 * Opens the client for `target`. Every key that it sends starts with `keyPrefix`.
 *
 * @param sentinels rejects a master that was replaced, even if a single sentinel still names it
 */
export function openClient(target: RedisAddress, keyPrefix: string, sentinels?: SentinelWatch): RedisClient {
  const options: RedisOptions = { ...OPTIONS, keyPrefix };
  switch (target.kind) {
    case 'url':
      return new Redis({ ...options, ...readRedisUrl(target.url) });
    case 'sentinel':
      return new Redis({
        ...options,
        ...loginOf(target.access),
        ...sentinelLoginOf(target.access),
        sentinels: target.sentinels,
        name: target.name,
        sentinelCommandTimeout: SENTINEL_TIMEOUT_MS,
        // Called for the addresses that a sentinel names, the master's last. If it throws, ioredis uses the next sentinel.
        natMap: (address) => {
          sentinels?.note(address);
          return null;
        },
        sentinelRetryStrategy: (attempt) => Math.min(RETRY_MIN_MS * attempt, RETRY_MAX_MS),
      });
    case 'cluster':
      return new Cluster(target.nodes, {
        keyPrefix,
        enableOfflineQueue: false,
        enableAutoPipelining: true,
        clusterRetryStrategy: (attempt) => Math.min(RETRY_MIN_MS * attempt, RETRY_MAX_MS),
        redisOptions: { ...OPTIONS, ...loginOf(target.access) },
        // Certificates contain host names, so the client connects to nodes by name and not by address.
        ...(target.access.tls && { dnsLookup: (name, done) => done(null, name) }),
      });
  }
}

const loginOf = ({ username, password, tls }: RedisAccess): RedisOptions => ({
  ...(username !== undefined && { username }),
  ...(password !== undefined && { password }),
  ...(tls && { tls: {} }),
});
