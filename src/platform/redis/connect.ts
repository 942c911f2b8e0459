import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { RedisAccess, RedisTarget } from '../../config/config';
import { readRedisUrl } from '../../config/address/redis-url';
import { sentinelLoginOf, SENTINEL_TIMEOUT_MS } from './sentinel-options';
import type { SentinelWatch } from './sentinel-watch';

export type RedisClient = Redis | Cluster;

const RETRY_MIN_MS = 50;
const RETRY_MAX_MS = 500;

/**
 * Fail fast, return fast: no queue while disconnected, no silent resending (a command that was sent may have run), a
 * reconnect every 50 to 500 ms. The command timeout only frees what a frozen server left behind; the wait of a request
 * is bounded by the deadline of its trip. A server that is frozen does not say goodbye either.
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
 * Opens the client for `target`; every key it sends is put behind `keyPrefix`.
 * @param sentinels know which server is a master no longer, whatever a single one of them says
 */
export function openClient(
  target: Exclude<RedisTarget, { kind: 'embedded' }>,
  keyPrefix: string,
  sentinels?: SentinelWatch,
): RedisClient {
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
          sentinels?.believe(address);
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
        // A certificate is a name's, not an address's: nodes are connected to by the names they are announced under.
        ...(target.access.tls && { dnsLookup: (name, done) => done(null, name) }),
      });
  }
}

const loginOf = ({ username, password, tls }: RedisAccess): RedisOptions => ({
  ...(username !== undefined && { username }),
  ...(password !== undefined && { password }),
  ...(tls && { tls: {} }),
});
