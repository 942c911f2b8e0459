import path from 'node:path';
import type { Config } from '../../config/config';
import type { Logger } from '../logging/logger';
import { prepareDataFolder } from './data-folder';
import { keptJwtSecret, secretFileIn } from './jwt-secret';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './postgres';
import { startEmbeddedRedis, type EmbeddedRedis } from './redis';
import { noteEmbeddedRedis } from './redis-note';

export interface EmbeddedServices {
  /** The complete configuration: every target has an address, and there is a secret. */
  config: Config;
  postgres?: EmbeddedPostgres;
  redis?: EmbeddedRedis;
  /** Where the signing secret is kept, unless the environment has it. */
  secretFile?: string;
  /** Stops the started servers; resolves when they have ended. */
  stop(): Promise<void>;
}

/**
 * Provides what the configuration lacks: PostgreSQL, Redis, the signing secret.
 *
 * @param progress gets one line for the terminal before each slow step
 * @throws StartError if a server cannot start; then neither of them runs
 */
export async function startEmbedded(
  config: Config,
  progress: (line: string) => void,
  logger: Logger,
): Promise<EmbeddedServices> {
  const dataDir = path.resolve(config.dataDir);
  const outcomes = await Promise.allSettled([
    config.database.kind === 'embedded' ? startEmbeddedPostgres({ dataDir, progress, logger }) : undefined,
    config.redis.kind === 'embedded' ? startEmbeddedRedis({ progress, logger }) : undefined,
    config.jwt.secret ?? prepareDataFolder(dataDir).then((folder) => keptJwtSecret(folder.path)),
  ]);
  const [postgres, redis, secret] = outcomes;
  const stop = async () => {
    await Promise.all([fulfilled(postgres)?.stop(), fulfilled(redis)?.stop()]);
  };
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) {
    await stop();
    throw failure.reason;
  }
  const redisUrl = fulfilled(redis)?.url;
  if (redisUrl !== undefined) await noteEmbeddedRedis(dataDir, redisUrl);
  return {
    config: filled(config, fulfilled(postgres), fulfilled(redis), fulfilled(secret)),
    postgres: fulfilled(postgres),
    redis: fulfilled(redis),
    secretFile: config.jwt.secret === undefined ? secretFileIn(dataDir) : undefined,
    stop,
  };
}

function filled(config: Config, postgres?: EmbeddedPostgres, redis?: EmbeddedRedis, secret?: string): Config {
  return {
    ...config,
    database: postgres ? { kind: 'url', url: postgres.url } : config.database,
    redis: redis ? { kind: 'url', url: redis.url } : config.redis,
    jwt: { ...config.jwt, secret },
  };
}

function fulfilled<T>(outcome: PromiseSettledResult<T>): T | undefined {
  return outcome.status === 'fulfilled' ? outcome.value : undefined;
}
