import { hashQueue } from '../features/account/hash-queue';
import { LoadShedding } from '../http/overload/load-shedding';
import type { ReplayCache } from '../operations/replay/replay-cache';
import { AdmissionFilter } from '../platform/cache/admission-filter';
import { Cache } from '../platform/cache/cache';
import { WriteIntents } from '../platform/cache/write-intents';
import { Writer } from '../platform/cache/writer';
import { connectDatabase, type Database } from '../platform/database/database';
import { POOL_SIZE } from '../platform/database/pool';
import type { Logger } from '../platform/logging/logger';
import { createMetrics, type Metrics } from '../platform/metrics/metrics';
import { Limiter } from '../platform/rate-limit/limiter';
import { RedisStore } from '../platform/redis/redis-store';
import { SessionStore } from '../platform/sessions/session-store';
import { noSpans, type Tracing } from '../platform/tracing/spans';
import { startTracing, withSpans } from '../platform/tracing/tracing';
import type { Feature } from '../shared/feature';
import type { ReadyConfig } from './ready-config';

export type Infrastructure = ReturnType<typeof createInfrastructure>;

/** The mechanisms that all features share. Neither PostgreSQL nor Redis needs to be available yet. */
export function createInfrastructure(
  config: ReadyConfig,
  version: string,
  logger: Logger,
  features: readonly Feature[],
) {
  const metrics = createMetrics(features.flatMap(({ caches }) => caches));
  const tracing = startTracing(config.tracing, version, logger);
  const { database, redis } = connectServers(config, metrics, tracing, logger);
  const intents = new WriteIntents(redis, database, logger);
  const load = new LoadShedding(config, metrics, hashQueue.queued);
  const admissionFilter = new AdmissionFilter(() => load.isRefusing);
  const sessions = new SessionStore(redis, config.session);
  return {
    ...{ metrics, tracing, spans: tracing?.spans ?? noSpans, database, redis, load, admissionFilter, sessions },
    cache: new Cache(redis, intents, metrics.cache, logger, config.cache.enabled, admissionFilter),
    writer: new Writer(database, intents, logger),
    limiter: new Limiter(redis, config.rateLimits, metrics.rateLimitDecided),
    watch: (replay: ReplayCache) =>
      metrics.watch({
        version,
        redisUp: () => redis.isUp,
        databaseUp: () => database.isUp,
        redisRoundTrips: () => redis.trips,
        sqlStatements: () => database.statements,
        sqlWaiting: () => database.waiting,
        intentsHealed: () => intents.healed,
        sessions: sessions.counts,
        hashes: hashQueue,
        replayBytes: () => replay.bytes,
        recordedResponses: () => replay.size,
        requestsInFlight: () => load.inFlight,
        overloadRefusals: () => load.refused,
      }),
  };
}

/** Connects to PostgreSQL and Redis, with metrics and traces of each round trip. */
function connectServers(
  config: ReadyConfig,
  metrics: Metrics,
  tracing: Tracing | null,
  logger: Logger,
): { database: Database; redis: RedisStore } {
  const database = connectDatabase({
    url: config.database.url,
    poolSize: POOL_SIZE,
    logger,
    onRoundTrip: (begun, failed) => metrics.sqlStatement(secondsSince(begun), failed),
  });
  const redis = new RedisStore(config.redis, config.redisKeyPrefix, logger, (begun, failed) => {
    metrics.redisTrip(secondsSince(begun), failed);
    tracing?.redisTrip(begun, failed);
  });
  return { database: tracing ? withSpans(database, tracing.spans) : database, redis };
}

const secondsSince = (begun: number): number => (performance.now() - begun) / 1000;
