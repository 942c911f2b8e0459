import 'reflect-metadata';
import { Authenticator } from '../access/authenticator';
import { account } from '../features/account/account.feature';
import { audit } from '../features/audit/audit.feature';
import { session } from '../features/session/session.feature';
import { createApollo } from '../graphql/apollo';
import { withAudit } from '../graphql/audit';
import { withRateLimits } from '../graphql/directives/rate-limit.directive';
import { createSchema } from '../graphql/schema';
import { Queries } from '../operations/queries/queries';
import { ReplayCache } from '../operations/replay/replay-cache';
import type { Logger } from '../platform/logging/logger';
import { AuthenticationTrip } from '../platform/sessions/authentication-trip';
import { createHttp } from './create-http';
import { FeatureRegistry } from './feature-registry';
import { FEATURES } from './features';
import { createInfrastructure } from './infrastructure';
import { Lifecycle, type App } from './lifecycle';
import type { ReadyConfig } from './ready-config';

/** The composition root. Each part is created after the parts that it needs. */
export async function createApp(config: ReadyConfig, version: string, logger: Logger): Promise<App> {
  const infrastructure = createInfrastructure(config, version, logger, FEATURES);
  const { redis, sessions, limiter, cache, admissionFilter, metrics, spans } = infrastructure;
  const features = new FeatureRegistry(FEATURES, { ...infrastructure, config, logger, clock: () => new Date() });
  const { tokens, devices } = features.get(session);
  const { profiles } = features.get(account);
  const { log: auditLog } = features.get(audit);

  const schema = withAudit(withRateLimits(createSchema(FEATURES, features.resolverOf()), limiter, devices), auditLog);
  const apollo = createApollo(schema, config.introspection, logger, auditLog, metrics.unexpectedError);
  const authenticator = new Authenticator(
    tokens,
    new AuthenticationTrip(redis),
    sessions,
    limiter,
    cache,
    profiles,
    logger,
    spans,
  );
  const replay = new ReplayCache(cache, admissionFilter, metrics, config.replayMaxBytes);

  const lifecycle = new Lifecycle(infrastructure, config, logger);
  const pipeline = { authenticator, audit: auditLog, cache, replay, maxRows: config.operationLimits.rows };
  const executors = { apollo, queries: new Queries(schema), spans };
  const parts = { config, version, logger, infrastructure, schema, pipeline, executors, lifecycle };
  const http = await createHttp(parts);
  infrastructure.watch(replay);
  return lifecycle.of({ http, apollo, features });
}
