import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { hostname } from 'node:os';
import { Operations } from '../graphql/operation-analysis';
import { PersistedQueries } from '../graphql/persisted-queries';
import { registerGraphql } from '../http/graphql/graphql.route';
import { registerHealth } from '../http/operator/health.route';
import { registerMetrics } from '../http/operator/metrics.route';
import { registerStatus } from '../http/operator/status.route';
import { StatusStream } from '../http/operator/status.stream';
import { registerErrorPages } from '../http/pages/error-pages.route';
import { linksTo, registerExplorer } from '../http/pages/explorer.route';
import { registerRest } from '../http/rest/rest.route';
import { replayFirst } from '../http/replay/replay-first';
import { requestLog } from '../http/server/request-log';
import { readingOrigins, safeHeaders } from '../http/server/safe-headers';
import { createServer, type ServerParts } from '../http/server/server';
import type { Executors } from '../operations/execute';
import type { Pipeline } from '../operations/serve';
import type { Logger } from '../platform/logging/logger';
import { takeReadings } from '../platform/metrics/readings';
import { Sampler } from '../platform/metrics/sampler';
import { readRedisFacts } from '../platform/redis/redis-facts';
import { currentDay } from '../shared/local-day';
import { DEMO_LOGINS, REST_ROUTES } from './features';
import type { Infrastructure } from './infrastructure';
import type { Lifecycle } from './lifecycle';
import type { ReadyConfig } from './ready-config';

interface Parts {
  config: ReadyConfig;
  version: string;
  logger: Logger;
  infrastructure: Infrastructure;
  schema: GraphQLSchema;
  pipeline: Pipeline;
  executors: Executors;
  lifecycle: Lifecycle;
}

/** The server with all its routes: both transports, operators' routes, and pages for browsers. */
export async function createHttp(parts: Parts): Promise<FastifyInstance> {
  const { config, version, logger, infrastructure, schema, pipeline, executors } = parts;
  const { metrics, tracing, load } = infrastructure;
  const http = await createServer({ config, logger, metrics, tracing, load, before: replayingFirst(parts) });
  const graphql = {
    ...executors,
    persistedQueries: new PersistedQueries(),
    operations: new Operations(schema, config.operationLimits),
    explainsToAll: config.environment !== 'production',
  };
  await registerGraphql(http, pipeline, graphql, config.explorer === 'off' ? null : '/explorer');
  const dayIn = (timeZone: string | undefined) => currentDay(timeZone, config.timeZone, new Date());
  const sessionSeconds = Math.floor(config.session.ttlMs / 1000);
  const rest = { ...executors, logger, dayIn, sessionSeconds, timeZone: config.timeZone };
  await registerRest(http, { routes: REST_ROUTES, pipeline, executors: rest, schema, version });
  registerOperatorRoutes(http, parts);
  registerErrorPages(http);
  return http;
}

/** With tracing on, every request goes to Fastify, because its span begins there. */
function replayingFirst({ config, logger, infrastructure, pipeline }: Parts): ServerParts['before'] {
  const { metrics, tracing } = infrastructure;
  if (tracing) return (next) => next;
  const { bodyLimitBytes } = config;
  const replay = { ...pipeline, metrics, logger, bodyLimitBytes, log: requestLog(logger), safe: safeHeaders(config) };
  return (next) => replayFirst({ ...replay, origins: readingOrigins(config) }, next);
}

function registerOperatorRoutes(http: FastifyInstance, parts: Parts): void {
  const { config, version, logger, infrastructure, pipeline, lifecycle } = parts;
  const { metrics, redis, database } = infrastructure;
  const { startedAt } = lifecycle;
  const { statusPage } = config;
  const hasStatus = statusPage.mode !== 'off';
  registerHealth(http, {
    ...{ version, startedAt, database, cacheCounters: metrics.cacheCounters },
    state: () => lifecycle.state,
    redis: { facts: () => readRedisFacts(redis) },
    page: hasStatus ? '/status' : null,
  });
  registerMetrics(http, metrics.registry);
  const links = linksTo(config.explorer, hasStatus);
  registerExplorer(http, { explorer: config.explorer, logins: config.demoData ? DEMO_LOGINS : [], links });
  if (statusPage.mode === 'off') return;
  const sampler = new Sampler(() => takeReadings(metrics.registry, () => readRedisFacts(redis)), logger);
  const replica = `${hostname()}, process ${process.pid}`;
  const stream = new StatusStream(sampler, { version, replica, startedAt });
  registerStatus(http, { access: statusPage, stream, audit: pipeline.audit, links });
}
