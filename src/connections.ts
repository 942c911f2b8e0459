import type { ReadyConfig } from './app';
import { connectDatabase, type Database } from './platform/database/database';
import { POOL_SIZE } from './platform/database/pool';
import type { Logger } from './platform/logging/logger';
import type { Metrics } from './platform/metrics/metrics';
import { RedisStore } from './platform/redis/redis-store';
import { withSpans, type Tracing } from './platform/tracing/tracing';

/** Milliseconds between two looks at whether both databases answer, at start. */
const LOOK_EVERY_MS = 50;

/** The two servers behind the gateway, as its metrics and traces watch them. Neither needs to be there yet. */
export function connectServers(
  config: ReadyConfig,
  metrics: Metrics,
  tracing: Tracing | null,
  logger: Logger,
): { database: Database; redis: RedisStore } {
  const database = connectDatabase({
    url: config.database.url,
    poolSize: POOL_SIZE,
    logger,
    waited: (begun, failed) => metrics.sqlStatement(secondsSince(begun), failed),
  });
  const redis = new RedisStore(config.redis, config.redisKeyPrefix, logger, (begun, failed) => {
    metrics.redisTrip(secondsSince(begun), failed);
    tracing?.redisTrip(begun, failed);
  });
  return { database: tracing ? withSpans(database, tracing.spans) : database, redis };
}

const secondsSince = (begun: number): number => (performance.now() - begun) / 1000;

/** Looks until both databases answer, or nobody waits any more. */
export async function bothAnswer(redis: RedisStore, database: Database, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const answers = await database.ping().then(
      () => redis.isUp,
      () => false,
    );
    if (answers) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** Waits up to `ms` milliseconds. @returns the servers that do not answer, and why */
export async function awaited(redis: RedisStore, database: Database, ms: number): Promise<string[]> {
  const end = performance.now() + ms;
  await bothAnswer(redis, database, () => performance.now() > end);
  const reason = database.reason();
  return [
    ...(reason === undefined ? [] : [`PostgreSQL: ${reason}`]),
    ...(redis.isUp ? [] : [`Redis: ${redis.reason ?? 'no answer yet'}`]),
  ];
}
