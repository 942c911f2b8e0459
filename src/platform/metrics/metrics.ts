import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { CacheMeter } from '../cache/meter';
import type { PolicyName } from '../../config/rate-limits';
import { createCacheMetrics, type CacheCounters } from './cache-metrics';
import { createHttpMeter, createOperationMeter, type HttpMeter, type OperationMeter } from './http-metrics';
import { createTally, type Increment } from './tally';
import { createTimings } from './timings';

/** Values that other parts keep. They are read only during a scrape. */
export interface MetricSources {
  version: string;
  redisUp(): boolean;
  databaseUp(): boolean;
  redisRoundTrips(): number;
  sqlStatements(): number;
  /** Statements that wait for a connection to PostgreSQL. */
  sqlWaiting(): number;
  intentsHealed(): number;
  sessions: { created: number; ended: number; cleaned: number };
  /** Passwords that are being hashed or verified, that wait, and that were refused because too many waited. */
  hashes: { running(): number; waiting(): number; refused(): number };
  /** Memory and number of recorded responses. */
  replayBytes(): number;
  recordedResponses(): number;
  requestsInFlight(): number;
  /** Requests refused with 503 because the event loop was busy. */
  overloadRefusals(): number;
}

export type JobName = 'warm-up' | 'clean-up';
export type JobResult = 'done' | 'skipped' | 'failed';

/** The counters of one gateway. Each has its own registry, so that several can run in one process. */
export interface Metrics {
  registry: Registry;
  http: HttpMeter;
  operation: OperationMeter;
  /** A client got INTERNAL_SERVER_ERROR. */
  unexpectedError: () => void;
  redisTrip(seconds: number, failed: boolean): void;
  sqlStatement(seconds: number, failed: boolean): void;
  cache: CacheMeter;
  cacheCounters: CacheCounters;
  /** A replayed response. Counts as a hit of the cache. */
  replayed: () => void;
  /** A recorded response was sent again, because its values were read anew and found unchanged. */
  confirmed: () => void;
  rateLimitDecided(policy: PolicyName, allowed: boolean): void;
  jobRan(job: JobName, result: JobResult): void;
  /** Call this once, when the sources exist. */
  watch(sources: MetricSources): void;
}

/** @param caches the names of all caches */
export function createMetrics(caches: readonly string[]): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const cacheCounters: CacheCounters = { hits: 0, misses: 0 };
  const replayed = createTally(registry, 'stms_replayed_answers_total', 'Answers repeated without executing')({});
  const confirmed = createTally(
    registry,
    'stms_confirmed_answers_total',
    'Answers sent again without executing, because their values were read anew and found unchanged',
  )({});

  return {
    registry,
    http: createHttpMeter(registry),
    operation: createOperationMeter(registry),
    unexpectedError: createTally(
      registry,
      'stms_unexpected_errors_total',
      'Errors that clients received as INTERNAL_SERVER_ERROR',
    )({}),
    redisTrip: createWaits(registry, 'stms_redis_trip', 'Trips to Redis'),
    sqlStatement: createWaits(registry, 'stms_sql_statement', 'Statements of PostgreSQL'),
    cache: createCacheMetrics(registry, caches, cacheCounters),
    cacheCounters,
    replayed: () => {
      cacheCounters.hits += 1;
      replayed();
    },
    confirmed,
    rateLimitDecided: createLimitMetrics(registry),
    jobRan: createJobMetrics(registry),
    watch: (sources) => watch(registry, sources),
  };
}

/** Round trips to a server behind the gateway: how long they took, and how many failed. */
function createWaits(registry: Registry, name: string, what: string): (seconds: number, failed: boolean) => void {
  const observe = createTimings(registry, `${name}_duration_seconds`, `${what}, answered or not`)({});
  const failures = createTally(registry, `${name}_failures_total`, `${what} that failed`)({});
  return (seconds, failed) => {
    observe(seconds);
    if (failed) failures();
  };
}

function createLimitMetrics(registry: Registry): Metrics['rateLimitDecided'] {
  const refusals = createTally(registry, 'stms_rate_limit_refusals_total', 'Requests refused by a limit', ['policy']);
  const passes = createTally(registry, 'stms_rate_limit_passes_total', 'Requests that a limit let through', ['policy']);
  const ofPolicy = (policy: PolicyName) => ({ refused: refusals({ policy }), passed: passes({ policy }) });
  const counters: Record<PolicyName, { refused: Increment; passed: Increment }> = {
    login: ofPolicy('login'),
    login_ip: ofPolicy('login_ip'),
    register: ofPolicy('register'),
    api: ofPolicy('api'),
    user: ofPolicy('user'),
    code: ofPolicy('code'),
  };
  return (policy, allowed) => (allowed ? counters[policy].passed() : counters[policy].refused());
}

/** Created at the start, so that the first failure is an increase. */
function createJobMetrics(registry: Registry): Metrics['jobRan'] {
  const jobs = createTally(registry, 'stms_jobs_runs_total', 'Runs of background jobs by result', ['job', 'result']);
  const ofJob = (job: JobName): Record<JobResult, Increment> => ({
    done: jobs({ job, result: 'done' }),
    skipped: jobs({ job, result: 'skipped' }),
    failed: jobs({ job, result: 'failed' }),
  });
  const ran: Record<JobName, Record<JobResult, Increment>> = {
    'warm-up': ofJob('warm-up'),
    'clean-up': ofJob('clean-up'),
  };
  return (job, result) => ran[job][result]();
}

function watch(registry: Registry, sources: MetricSources): void {
  const { gauge, counter } = observers(registry);
  new Gauge({
    name: 'stms_build_info',
    help: '1; the version is its label',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version: sources.version }, 1);
  gauge('stms_redis_up', '1 while Redis answers', () => Number(sources.redisUp()));
  gauge('stms_database_up', '1 while PostgreSQL answers', () => Number(sources.databaseUp()));
  gauge('stms_replay_bytes', 'Memory held by recorded answers', () => sources.replayBytes());
  gauge('stms_replay_answers', 'Recorded answers', () => sources.recordedResponses());
  gauge('stms_requests_in_flight', 'Requests being answered', () => sources.requestsInFlight());
  counter('stms_overload_refusals_total', 'Requests refused with 503 because too many were in flight', () =>
    sources.overloadRefusals(),
  );
  counter('stms_redis_round_trips_total', 'Round trips to Redis', () => sources.redisRoundTrips());
  gauge('stms_sql_waiting', 'Waits for a free connection to PostgreSQL', () => sources.sqlWaiting());
  counter('stms_sql_statements_total', 'Statements sent to PostgreSQL', () => sources.sqlStatements());
  counter('stms_sessions_created_total', 'Sessions begun', () => sources.sessions.created);
  counter('stms_sessions_ended_total', 'Sessions ended by their users', () => sources.sessions.ended);
  counter('stms_sessions_cleaned_total', 'Expired sessions that the clean-up removed', () => sources.sessions.cleaned);
  gauge('stms_hashes_running', 'Passwords being hashed or verified', () => sources.hashes.running());
  gauge('stms_hashes_waiting', 'Passwords that wait to be hashed', () => sources.hashes.waiting());
  counter('stms_hashes_refused_total', 'Passwords refused because too many waited', () => sources.hashes.refused());
  counter('stms_cache_marks_healed_total', 'Write intents of dead writers that readers released', () =>
    sources.intentsHealed(),
  );
}

/** Metrics whose values are read during a scrape. */
const observers = (registry: Registry) => ({
  gauge: (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    }),
  counter: (name: string, help: string, total: () => number) =>
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(total());
      },
    }),
});
