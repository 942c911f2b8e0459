import type { RedisAddress } from '../config/config';
import type { RedisConfig } from '../config/env';
import { startEmbeddedRedis } from '../platform/embedded/redis';
import { runningEmbeddedRedis } from '../platform/embedded/redis-note';
import { isUnavailable } from '../platform/errors/app-error';
import { createLogger } from '../platform/logging/logger';
import { RedisStore } from '../platform/redis/redis-store';
import { CommandError, note } from '../shared/command/command';
import { ServerAway } from './command';

const PATIENCE_MS = 5_000;
/** Operators prefer a longer wait to an error. */
const TRIP_MS = 5_000;

/** Silent, because a command prints its own errors. */
const logger = createLogger('silent');

type Work<T> = (redis: RedisStore) => Promise<T>;

/**
 * Runs `work` on the Redis of the gateways of this environment.
 *
 * @throws CommandError if the Redis is an embedded one, and no gateway runs here
 * @throws ServerAway
 */
export async function withRedis<T>(config: RedisConfig, work: Work<T>): Promise<T> {
  const target = await targetOf(config);
  if (target) return use(target, config.redisKeyPrefix, work);
  throw new CommandError(
    'No gateway runs here. Its embedded Redis, with sessions, limits and cached results, only runs with it. ' +
      'Set REDIS_URL to use another Redis.',
  );
}

/** As `withRedis`. If no gateway runs, nothing is cached, so an empty Redis is started for the command. */
export async function withAnyRedis<T>(config: RedisConfig, work: Work<T>): Promise<T> {
  const target = await targetOf(config);
  if (target) return use(target, config.redisKeyPrefix, work);
  const redis = await startEmbeddedRedis({ progress: note, logger });
  try {
    return await use({ kind: 'url', url: redis.url }, config.redisKeyPrefix, work);
  } finally {
    await redis.stop();
  }
}

/** As `withRedis`; `work` gets null if no Redis is configured and no gateway with an embedded one runs here. */
export async function withRedisIfAny<T>(
  config: RedisConfig,
  work: (redis: RedisStore | null) => Promise<T>,
): Promise<T> {
  const target = await targetOf(config);
  return target ? use(target, config.redisKeyPrefix, work) : work(null);
}

async function targetOf({ redis, dataDir }: RedisConfig): Promise<RedisAddress | undefined> {
  if (redis.kind !== 'embedded') return redis;
  const url = await runningEmbeddedRedis(dataDir);
  return url === undefined ? undefined : { kind: 'url', url };
}

async function use<T>(target: RedisAddress, keyPrefix: string, work: Work<T>): Promise<T> {
  const redis = new RedisStore(target, keyPrefix, logger, undefined, TRIP_MS);
  try {
    await redis.whenUp(PATIENCE_MS);
    return await work(redis);
  } catch (error) {
    const isAway = isUnavailable(error) && !redis.isUp;
    throw isAway ? new ServerAway(`Redis cannot be used: ${redis.reason ?? 'it does not answer'}`) : error;
  } finally {
    await redis.close();
  }
}
