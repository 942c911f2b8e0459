import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CacheMeter } from '../cache/meter';
import type { PolicyName } from '../rate-limit/policy';
import { createCacheMetrics, type CacheCounters } from './cache-metrics';
import { createTally, remembered, type Increment } from './tally';

/** What other parts count or know by themselves; asked only when somebody scrapes. */
export interface MetricSources {
  redisUp(): boolean;
  databaseUp(): boolean;
  redisRoundTrips(): number;
  sqlStatements(): number;
  marksHealed(): number;
  sessions: { created: number; ended: number; cleaned: number };
  /** Memory and number of recorded answers. */
  replayBytes(): number;
  replayAnswers(): number;
}

export type JobResult = 'done' | 'skipped' | 'failed';

/** The counters of one gateway. Each has its own registry, so that several can run in one process. */
export interface Metrics {
  registry: Registry;
  /** @param route the route's pattern, never its path: paths hold ids, and labels must stay few */
  http(route: string, method: string, status: number, seconds: number): void;
  cache: CacheMeter;
  cacheCounters: CacheCounters;
  /** An answer that the replay lane gave. Counts as a hit of the cache. */
  replayed: () => void;
  /** An answer found to be made of the same values still, and sent again. */
  confirmed: () => void;
  rateLimitRefused: Record<PolicyName, Increment>;
  jobRan(job: string, result: JobResult): void;
  /** To be called once, when the parts exist. */
  watch(sources: MetricSources): void;
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** Seconds. The replay lane answers in a fraction of a millisecond, a login in tens, and a trip gives up after 250. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const cacheCounters: CacheCounters = { hits: 0, misses: 0 };
  const replayed = createTally(registry, 'stms_replayed_answers_total', 'Answers repeated without executing')({});
  const confirmed = createTally(
    registry,
    'stms_confirmed_answers_total',
    'Answers sent again without executing, because their values were read anew and found unchanged',
  )({});
  const jobs = createTally(registry, 'stms_jobs_runs_total', 'Runs of background jobs by result', ['job', 'result']);

  return {
    registry,
    http: createHttpMetrics(registry),
    cache: createCacheMetrics(registry, cacheCounters),
    cacheCounters,
    replayed: () => {
      cacheCounters.hits += 1;
      replayed();
    },
    confirmed,
    rateLimitRefused: createRefusals(registry),
    jobRan: createJobMetrics(jobs),
    watch: (sources) => watch(registry, sources),
  };
}

function createHttpMetrics(registry: Registry): Metrics['http'] {
  const requests = createTally(registry, 'stms_http_requests_total', 'Answered requests', [
    'route',
    'method',
    'status',
  ]);
  const durations = new Histogram({
    name: 'stms_http_request_duration_seconds',
    help: 'From the request read to the answer sent',
    labelNames: ['route'],
    buckets: BUCKETS,
    registers: [registry],
  });
  const timed = remembered((route) => durations.labels({ route }));
  const counted = remembered((key) => {
    const [method = '', status = '', route = ''] = key.split(' ');
    return requests({ route, method, status });
  });
  return (route, method, status, seconds) => {
    counted(`${METHODS.has(method) ? method : 'OTHER'} ${status} ${route}`)();
    timed(route).observe(seconds);
  };
}

function createRefusals(registry: Registry): Record<PolicyName, Increment> {
  const refusals = createTally(registry, 'stms_rate_limit_refusals_total', 'Requests refused by a limit', ['policy']);
  return {
    login: refusals({ policy: 'login' }),
    login_ip: refusals({ policy: 'login_ip' }),
    register: refusals({ policy: 'register' }),
    api: refusals({ policy: 'api' }),
    user: refusals({ policy: 'user' }),
  };
}

function createJobMetrics(jobs: (labels: Record<'job' | 'result', string>) => Increment): Metrics['jobRan'] {
  const ran = remembered((key) => {
    const [job = '', result = ''] = key.split(' ');
    return jobs({ job, result });
  });
  return (job, result) => ran(`${job} ${result}`)();
}

function watch(registry: Registry, sources: MetricSources): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  const counter = (name: string, help: string, total: () => number) =>
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(total());
      },
    });
  gauge('stms_redis_up', '1 while Redis answers', () => Number(sources.redisUp()));
  gauge('stms_database_up', '1 while PostgreSQL answers', () => Number(sources.databaseUp()));
  gauge('stms_replay_bytes', 'Memory held by recorded answers', () => sources.replayBytes());
  gauge('stms_replay_answers', 'Recorded answers', () => sources.replayAnswers());
  counter('stms_redis_round_trips_total', 'Round trips to Redis', () => sources.redisRoundTrips());
  counter('stms_sql_statements_total', 'Statements sent to PostgreSQL', () => sources.sqlStatements());
  counter('stms_sessions_created_total', 'Sessions begun', () => sources.sessions.created);
  counter('stms_sessions_ended_total', 'Sessions ended by their users', () => sources.sessions.ended);
  counter('stms_sessions_cleaned_total', 'Expired sessions that the clean-up removed', () => sources.sessions.cleaned);
  counter('stms_cache_marks_healed_total', 'Marks of lost writers that readers removed', () => sources.marksHealed());
}
