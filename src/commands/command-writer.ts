import type { OperatorConfig } from '../config/env';
import { WriteIntents } from '../platform/cache/write-intents';
import { Writer } from '../platform/cache/writer';
import type { Database } from '../platform/database/database';
import { createLogger } from '../platform/logging/logger';
import { withAnyRedis } from './command-redis';

/** Runs `work` with a writer whose changes clear what running gateways have cached. */
export function withWriter<T>(
  config: OperatorConfig,
  database: Database,
  work: (writer: Writer) => Promise<T>,
): Promise<T> {
  const logger = createLogger('silent');
  return withAnyRedis(config, (redis) => work(new Writer(database, new WriteIntents(redis, database, logger), logger)));
}
