import { CACHE_NAMES } from '../../../src/platform/cache/source';
import { createMetrics, type Metrics } from '../../../src/platform/metrics/metrics';

/** The samples of one metric, as Prometheus reads them. */
async function samples(metrics: Metrics, name: string): Promise<string[]> {
  const text = await metrics.registry.metrics();
  return text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
}

let metrics: Metrics;
beforeEach(() => {
  metrics = createMetrics();
});

it('counts requests by route, method and status', async () => {
  metrics.http('/api/auth/student/student/:id', 'GET', 200, 0.002);
  metrics.http('/api/auth/student/student/:id', 'GET', 200, 0.2);
  metrics.http('/graphql', 'BREW', 405, 0.001);
  expect(await samples(metrics, 'stms_http_requests_total')).toEqual([
    'stms_http_requests_total{route="/api/auth/student/student/:id",method="GET",status="200"} 2',
    'stms_http_requests_total{route="/graphql",method="OTHER",status="405"} 1',
  ]);
  expect(await samples(metrics, 'stms_http_request_duration_seconds_count')).toEqual([
    'stms_http_request_duration_seconds_count{route="/api/auth/student/student/:id"} 2',
    'stms_http_request_duration_seconds_count{route="/graphql"} 1',
  ]);
});

it('scraping twice counts nothing twice', async () => {
  metrics.watch(SOURCES);
  await metrics.registry.metrics();
  expect(await samples(metrics, 'stms_sessions_created_total')).toEqual(['stms_sessions_created_total 1']);
  expect(await samples(metrics, 'stms_sessions_ended_total')).toEqual(['stms_sessions_ended_total 3']);
  expect(await samples(metrics, 'stms_sql_statements_total')).toEqual(['stms_sql_statements_total 7']);
});

it('tells reads of the cache apart by cache and result, and keeps the counters of /health', async () => {
  metrics.cache.read('students', 'HIT', null);
  metrics.cache.read('students', 'MISS', 'absent');
  metrics.cache.read('students', 'BYPASS', 'marked');
  metrics.cache.bytes('students', 'stored', 512);
  metrics.replayed();
  const requests = await samples(metrics, 'stms_cache_requests_total');
  expect(requests.filter((line) => line.includes('"students"'))).toEqual([
    'stms_cache_requests_total{cache="students",result="hit"} 1',
    'stms_cache_requests_total{cache="students",result="miss"} 1',
    'stms_cache_requests_total{cache="students",result="bypass"} 1',
  ]);
  expect(requests).toHaveLength(3 * CACHE_NAMES.length);
  expect(await samples(metrics, 'stms_cache_bypasses_total')).toContain('stms_cache_bypasses_total{reason="marked"} 1');
  expect(await samples(metrics, 'stms_cache_bytes_total')).toContain(
    'stms_cache_bytes_total{cache="students",direction="stored"} 512',
  );
  expect(metrics.cacheCounters).toEqual({ hits: 2, misses: 1 });
});

it('asks the other parts when it is scraped', async () => {
  let up = false;
  metrics.watch({ ...SOURCES, redisUp: () => up });
  expect(await samples(metrics, 'stms_redis_up')).toEqual(['stms_redis_up 0']);
  up = true;
  expect(await samples(metrics, 'stms_redis_up')).toEqual(['stms_redis_up 1']);
  expect(await samples(metrics, 'stms_replay_bytes')).toEqual(['stms_replay_bytes 4096']);
});

it('two gateways in one process count for themselves', async () => {
  const other = createMetrics();
  metrics.rateLimitRefused.login();
  metrics.jobRan('cleanup', 'done');
  expect(await samples(metrics, 'stms_jobs_runs_total')).toEqual([
    'stms_jobs_runs_total{job="cleanup",result="done"} 1',
  ]);
  expect(await samples(other, 'stms_jobs_runs_total')).toEqual([]);
  expect(await samples(other, 'stms_rate_limit_refusals_total')).toContain(
    'stms_rate_limit_refusals_total{policy="login"} 0',
  );
});

const SOURCES = {
  redisUp: () => true,
  databaseUp: () => true,
  redisRoundTrips: () => 5,
  sqlStatements: () => 7,
  marksHealed: () => 0,
  sessions: { created: 1, ended: 3, cleaned: 0 },
  replayBytes: () => 4096,
  replayAnswers: () => 2,
};
