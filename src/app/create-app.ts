import 'reflect-metadata';
import { hostname } from 'node:os';
import type { Config, RedisTarget } from '../config/config';
import { AccountRepository } from '../features/account/account.repository';
import { Audit } from '../features/audit/audit';
import { ProfileResolver, RegistrationResolver, SessionResolver } from '../features/account/account.resolver';
import { DeviceTokens } from '../features/session/device-token';
import { hashQueue } from '../features/account/hash-queue';
import { OwnSessions } from '../features/session/own-sessions.service';
import { PasswordChange } from '../features/account/password-change.service';
import { ProfileService } from '../features/account/profile.service';
import { profileSource } from '../features/account/profile.source';
import { RegistrationService } from '../features/account/registration.service';
import { SignIn } from '../features/session/sign-in.service';
import { Tokens } from '../access/token';
import { lectureSources } from '../features/lecture/lecture.loader';
import { LectureRepository } from '../features/lecture/lecture.repository';
import { LectureConnectionResolver, LectureResolver } from '../features/lecture/lecture.resolver';
import { LectureService } from '../features/lecture/lecture.service';
import { TrainerLecturesResolver } from '../features/lecture/trainer-lectures.resolver';
import { LimitsResolver } from '../features/limits/limits.resolver';
import { studentSources } from '../features/student/student.loader';
import { StudentRepository } from '../features/student/student.repository';
import { StudentConnectionResolver, StudentResolver } from '../features/student/student.resolver';
import { StudentService } from '../features/student/student.service';
import { trainerSources } from '../features/trainer/trainer.loader';
import { TrainerRepository } from '../features/trainer/trainer.repository';
import { TrainerConnectionResolver, TrainerResolver } from '../features/trainer/trainer.resolver';
import { TrainerService } from '../features/trainer/trainer.service';
import { Authenticator } from '../access/authenticator';
import { createApollo } from '../graphql/apollo';
import { withAudit } from '../graphql/audit';
import { CompiledQueries } from '../operations/compiled/compiled-queries';
import { Operations } from '../graphql/operation-analysis';
import { PersistedQueries } from '../graphql/persisted-queries';
import { withRateLimits } from '../graphql/directives/rate-limit.directive';
import { createSchema } from '../graphql/schema';
import { drain } from '../http/server/drain';
import { registerErrorPages } from '../http/pages/error-pages.route';
import { linksTo, registerExplorer } from '../http/pages/explorer.route';
import { registerGraphql } from '../http/graphql/graphql.route';
import { registerHealth } from '../http/operator/health.route';
import { registerRest } from '../http/rest/rest.route';
import { Load } from '../http/overload/load';
import { registerMetrics } from '../http/operator/metrics.route';
import { BACKLOG } from '../http/server/node-server';
import { createServer } from '../http/server/server';
import { registerStatus } from '../http/operator/status.route';
import { StatusStream } from '../http/operator/status.stream';
import { cleanUp } from '../jobs/cleanup';
import { startJobs } from '../jobs/scheduler';
import { warmUp } from '../jobs/warm-up';
import { bothAnswer, connectServers } from './infrastructure';
import { Cache } from '../platform/cache/cache';
import { AdmissionFilter } from '../platform/cache/admission-filter';
import { WriteIntents } from '../platform/cache/write-intents';
import { Writer } from '../platform/cache/writer';
import { compactCounts } from '../platform/database/row-counts';
import type { Logger } from '../platform/logging/logger';
import { createMetrics } from '../platform/metrics/metrics';
import { takeReadings } from '../platform/metrics/readings';
import { Sampler } from '../platform/metrics/sampler';
import { Limiter } from '../platform/rate-limit/limiter';
import { readRedisFacts } from '../platform/redis/redis-facts';
import { noSpans, startTracing } from '../platform/tracing/tracing';
import { ReplayCache } from '../operations/replay/replay-cache';
import { SessionStore } from '../platform/sessions/session-store';

/** A configuration whose databases are somewhere: nothing is left to be embedded. */
export type ReadyConfig = Config & {
  database: { kind: 'url'; url: string };
  redis: Exclude<RedisTarget, { kind: 'embedded' }>;
  jwt: { secret: string; previousSecret: string | undefined };
};

export const isReadyConfig = (config: Config): config is ReadyConfig =>
  config.database.kind === 'url' && config.redis.kind !== 'embedded' && config.jwt.secret !== undefined;

export interface App {
  /** Accepts requests; resolves to the address, then warms the cache. */
  listen(): Promise<string>;
  /** Says 503 on /readyz, keeps accepting for the configured delay, then drains and closes everything. */
  close(): Promise<void>;
  /** Requests being answered. */
  inFlight(): number;
}

/** The composition root: the one place where parts are made and joined. */
export async function createApp(config: ReadyConfig, version: string, logger: Logger): Promise<App> {
  const metrics = createMetrics();
  const tracing = startTracing(config.tracing, version, logger);
  const spans = tracing?.spans ?? noSpans;
  const { database, redis } = connectServers(config, metrics, tracing, logger);
  const intents = new WriteIntents(redis, database, logger);
  const load = new Load(hashQueue.resting);
  const admissionFilter = new AdmissionFilter(() => load.isRefusing);
  const cache = new Cache(redis, intents, metrics.cache, logger, config.cache.enabled, admissionFilter);
  const writer = new Writer(database, intents, logger);
  const sessions = new SessionStore(redis, config.session);
  const limiter = new Limiter(redis, config.rateLimits, metrics.rateLimitDecided);
  const tokens = new Tokens(config.jwt.secret, config.jwt.previousSecret);
  const devices = new DeviceTokens(config.jwt.secret, config.jwt.previousSecret);

  const ttl = config.cache.ttlMs;
  const accounts = new AccountRepository(database);
  const studentRows = new StudentRepository(database);
  const trainerRows = new TrainerRepository(database);
  const lectureRows = new LectureRepository(database);
  const profiles = profileSource(accounts, ttl);
  const students = studentSources(studentRows, ttl);
  const trainers = trainerSources(trainerRows, ttl);
  const lectures = lectureSources(lectureRows, ttl);

  const audit = new Audit(logger);
  const signIn = new SignIn(accounts, profiles, redis, sessions, tokens, devices, audit);
  const passwords = new PasswordChange(accounts, sessions, limiter, writer, signIn);
  const registration = new RegistrationService(accounts, writer, signIn, config.trainerRegistration);
  const profile = new ProfileService(profiles, accounts, studentRows, trainerRows, writer);
  const studentService = new StudentService(students);
  const trainerService = new TrainerService(trainers);
  const lectureService = new LectureService(
    lectures,
    lectureRows,
    trainerRows,
    writer,
    config.timeZone,
    () => new Date(),
  );

  const instances = new Map<unknown, unknown>([
    [RegistrationResolver, new RegistrationResolver(registration)],
    [SessionResolver, new SessionResolver(signIn, new OwnSessions(sessions, cache), passwords)],
    [ProfileResolver, new ProfileResolver(profile)],
    [LimitsResolver, new LimitsResolver(limiter)],
    [StudentResolver, new StudentResolver(studentService)],
    [StudentConnectionResolver, new StudentConnectionResolver(studentService)],
    [TrainerResolver, new TrainerResolver(trainerService)],
    [TrainerConnectionResolver, new TrainerConnectionResolver(trainerService)],
    [TrainerLecturesResolver, new TrainerLecturesResolver(lectureService)],
    [LectureResolver, new LectureResolver(lectureService, trainerService)],
    [LectureConnectionResolver, new LectureConnectionResolver(lectureService)],
  ]);
  const limited = withRateLimits(createSchema({ get: (type) => instances.get(type) }), limiter, devices);
  const schema = withAudit(limited, audit);
  const apollo = createApollo(schema, config.introspection, logger, audit, metrics.unexpectedError);
  const authenticator = new Authenticator(tokens, redis, sessions, limiter, cache, profiles, logger, spans);

  const replay = new ReplayCache(cache, admissionFilter, metrics, config.replayMaxBytes);

  let state: 'starting' | 'ready' | 'draining' = 'starting';
  const startedAt = Date.now();
  const isDraining = () => state === 'draining';
  const http = await createServer({ config, logger, metrics, tracing, load, isDraining });
  const pipeline = { authenticator, audit, cache, replay, maxRows: config.operationLimits.rows };
  const executors = { apollo, compiled: new CompiledQueries(schema), spans };
  const graphql = {
    ...executors,
    persistedQueries: new PersistedQueries(),
    operations: new Operations(schema, config.operationLimits),
    explainsToAll: config.environment !== 'production',
  };
  await registerGraphql(http, pipeline, graphql, config.explorer === 'off' ? null : '/explorer');
  const dayIn = (timeZone: string | undefined) => lectureService.dayIn(timeZone);
  await registerRest(http, {
    pipeline,
    executors: { ...executors, dayIn, timeZone: config.timeZone },
    schema,
    version,
  });
  registerHealth(http, {
    version,
    startedAt,
    state: () => state,
    redis: { facts: () => readRedisFacts(redis) },
    database,
    cacheCounters: metrics.cacheCounters,
    page: config.statusPage.mode === 'off' ? null : '/status',
  });
  registerMetrics(http, metrics.registry);
  const links = linksTo(config.explorer, config.statusPage.mode !== 'off');
  registerExplorer(http, { explorer: config.explorer, isDemo: config.demoData, links });
  if (config.statusPage.mode !== 'off') {
    const sampler = new Sampler(() => takeReadings(metrics.registry, () => readRedisFacts(redis)), logger);
    const replica = `${hostname()}, process ${process.pid}`;
    const stream = new StatusStream(sampler, { version, replica, startedAt });
    registerStatus(http, { access: config.statusPage, stream, audit, links });
  }
  registerErrorPages(http);
  metrics.watch({
    version,
    redisUp: () => redis.isUp,
    databaseUp: () => database.isUp(),
    redisRoundTrips: () => redis.trips,
    sqlStatements: () => database.statements,
    sqlWaiting: () => database.waiting,
    marksHealed: () => intents.healed,
    sessions: sessions.counts,
    hashes: hashQueue,
    replayBytes: () => replay.bytes,
    replayAnswers: () => replay.size,
    requestsInFlight: () => load.inFlight,
    overloadRefusals: () => load.refused,
  });

  let stopJobs: () => Promise<void> = async () => undefined;
  const jobs = {
    warmUp: config.cache.enabled ? warmUp({ cache, students, trainers, lectures, timeZone: config.timeZone }) : null,
    cleanUp: cleanUp(sessions, () => compactCounts(database)),
  };

  return {
    async listen() {
      await apollo.start();
      const address = await http.listen({ host: config.host, port: config.port, backlog: BACKLOG });
      void bothAnswer(redis, database, () => state !== 'starting').then(() => {
        if (state !== 'starting') return;
        state = 'ready';
        logger.info('ready');
        stopJobs = startJobs(jobs.warmUp, jobs.cleanUp, { redis, logger, ran: metrics.jobRan });
      });
      return address;
    },
    inFlight: () => load.inFlight,
    async close() {
      state = 'draining';
      load.endConnections();
      await new Promise((resolve) => setTimeout(resolve, config.shutdown.delayMs));
      await drain(http, load);
      load.close();
      await stopJobs();
      await apollo.stop();
      await Promise.all([redis.close(), database.close(), tracing?.close()]);
    },
  };
}
