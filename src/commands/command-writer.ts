import type { RedisConfig } from '../config/env';
import { WriteIntents } from '../platform/cache/write-intents';
import { Writer } from '../platform/cache/writer';
import type { Database } from '../platform/database/database';
import { createLogger } from '../platform/logging/logger';
import type { RedisStore } from '../platform/redis/redis-store';
import { withAnyRedis, withRedisIfAny } from './command-redis';

/** Runs `work` with a writer whose changes invalidate what running gateways have cached. */
export function withWriter<T>(
  config: RedisConfig,
  database: Database,
  work: (writer: Writer) => Promise<T>,
): Promise<T> {
  return withAnyRedis(config, (redis) => work(writerOn(redis, database)));
}

/** As `withWriter`; `work` gets null if no Redis is configured and no gateway with an embedded one runs here. */
export function withWriterIfAny<T>(
  config: RedisConfig,
  database: Database,
  work: (writer: Writer | null) => Promise<T>,
): Promise<T> {
  return withRedisIfAny(config, (redis) => work(redis && writerOn(redis, database)));
}

function writerOn(redis: RedisStore, database: Database): Writer {
  const logger = createLogger('silent');
  return new Writer(database, new WriteIntents(redis, database, logger), logger);
}
