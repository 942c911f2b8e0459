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

/** Commands say what goes wrong in a sentence of their own. */
const logger = createLogger('silent');

type Work<T> = (redis: RedisStore) => Promise<T>;
type Target = Exclude<RedisConfig['redis'], { kind: 'embedded' }>;

/**
 * Runs `work` on the Redis of the gateways of this environment.
 *
 * @throws CommandError if that is a gateway's private one, and none runs here
 * @throws ServerAway
 */
export async function withRedis<T>(config: RedisConfig, work: Work<T>): Promise<T> {
  const target = await targetOf(config);
  if (target) return use(target, config.redisKeyPrefix, work);
  throw new CommandError(
    'No gateway runs here, and its private Redis with sessions, limits and cached results ends with it. ' +
      'Set REDIS_URL for those of another.',
  );
}

/** As `withRedis`; where no gateway runs there is nothing cached to care for, and an empty Redis will do. */
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

/** As `withRedis`; `work` gets null if no Redis is configured, and no gateway with a private one runs here. */
export async function withRedisIfAny<T>(
  config: RedisConfig,
  work: (redis: RedisStore | null) => Promise<T>,
): Promise<T> {
  const target = await targetOf(config);
  return target ? use(target, config.redisKeyPrefix, work) : work(null);
}

async function targetOf({ redis, dataDir }: RedisConfig): Promise<Target | undefined> {
  if (redis.kind !== 'embedded') return redis;
  const url = await runningEmbeddedRedis(dataDir);
  return url === undefined ? undefined : { kind: 'url', url };
}

async function use<T>(target: Target, keyPrefix: string, work: Work<T>): Promise<T> {
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
