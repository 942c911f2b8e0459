import type { Config, RedisAddress } from '../config/config';

/** A complete configuration: both databases have an address, and there is a signing secret. */
export type ReadyConfig = Config & {
  database: { kind: 'url'; url: string };
  redis: RedisAddress;
  jwt: { secret: string; previousSecret: string | undefined };
};

export const isReadyConfig = (config: Config): config is ReadyConfig =>
  config.database.kind === 'url' && config.redis.kind !== 'embedded' && config.jwt.secret !== undefined;
