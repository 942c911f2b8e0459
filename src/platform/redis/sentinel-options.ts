import type { RedisOptions } from 'ioredis';
import type { RedisAccess } from '../../config/config';

/** A sentinel that says nothing is passed over for the next one. */
export const SENTINEL_TIMEOUT_MS = 500;

const RETRY_MS = 1_000;

/** For a connection to a sentinel that only listens and stays open. */
export const SENTINEL_OPTIONS: RedisOptions = {
  connectTimeout: SENTINEL_TIMEOUT_MS,
  disconnectTimeout: SENTINEL_TIMEOUT_MS,
  commandTimeout: SENTINEL_TIMEOUT_MS,
  enableReadyCheck: false,
  autoResubscribe: false,
  retryStrategy: () => RETRY_MS,
};

/** For the client of what sentinels watch: how it gets into the sentinels. */
export const sentinelLoginOf = ({ sentinelPassword, tls }: RedisAccess): RedisOptions => ({
  ...(sentinelPassword !== undefined && { sentinelPassword }),
  ...(tls && { enableTLSForSentinelMode: true, sentinelTLS: {} }),
});

/** The same, for a connection to a sentinel of one's own. */
export const ownSentinelLoginOf = ({ sentinelPassword, tls }: RedisAccess): RedisOptions => ({
  ...(sentinelPassword !== undefined && { password: sentinelPassword }),
  ...(tls && { tls: {} }),
});
