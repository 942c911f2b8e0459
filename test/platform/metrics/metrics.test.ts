import { FEATURES } from '../../../src/app/features';
import { createMetrics, type Metrics } from '../../../src/platform/metrics/metrics';

/** The samples of one metric, as Prometheus reads them. */
async function samples(metrics: Metrics, name: string): Promise<string[]> {
  const text = await metrics.registry.metrics();
  return text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
}

const CACHE_NAMES = FEATURES.flatMap(({ caches }) => caches);

let metrics: Metrics;
beforeEach(() => {
  metrics = createMetrics(CACHE_NAMES);
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

it('reports durations in buckets that add up, for every combination of labels from the start', async () => {
  for (const seconds of [0.0004, 0.0005, 0.003, 7]) metrics.operation('rest', 'query', seconds);
  const bucket = (le: string) => `stms_operation_duration_seconds_bucket{le="${le}",door="rest",kind="query"}`;
  const buckets = await samples(metrics, 'stms_operation_duration_seconds_bucket');
  expect(buckets).toEqual(
    expect.arrayContaining([`${bucket('0.0005')} 2`, `${bucket('0.001')} 2`, `${bucket('0.005')} 3`]),
  );
  expect(buckets).toEqual(expect.arrayContaining([`${bucket('2.5')} 3`, `${bucket('+Inf')} 4`]));
  const sums = await samples(metrics, 'stms_operation_duration_seconds_sum');
  expect(sums).toContain('stms_operation_duration_seconds_sum{door="rest",kind="query"} 7.0039');
  expect(sums).toHaveLength(6);
  expect(await samples(metrics, 'stms_operation_duration_seconds_count')).toContain(
    'stms_operation_duration_seconds_count{door="rest",kind="query"} 4',
  );
  const described = await metrics.registry.getMetricsAsJSON();
  expect(described.find(({ name }) => name === 'stms_operation_duration_seconds')?.values).toHaveLength(6 * 15);
});

it('counts round trips to Redis and PostgreSQL, and failed ones', async () => {
  metrics.redisTrip(0.0002, false);
  metrics.redisTrip(0.25, true);
  expect(await samples(metrics, 'stms_redis_trip_duration_seconds_count')).toEqual([
    'stms_redis_trip_duration_seconds_count 2',
  ]);
  expect(await samples(metrics, 'stms_redis_trip_failures_total')).toEqual(['stms_redis_trip_failures_total 1']);
  expect(await samples(metrics, 'stms_sql_statement_failures_total')).toEqual(['stms_sql_statement_failures_total 0']);
});

it('scraping twice counts nothing twice', async () => {
  metrics.watch(SOURCES);
  await metrics.registry.metrics();
  expect(await samples(metrics, 'stms_sessions_created_total')).toEqual(['stms_sessions_created_total 1']);
  expect(await samples(metrics, 'stms_sessions_ended_total')).toEqual(['stms_sessions_ended_total 3']);
  expect(await samples(metrics, 'stms_sql_statements_total')).toEqual(['stms_sql_statements_total 7']);
});

it('distinguishes reads of the cache by cache and result, and keeps the counters of /health', async () => {
  metrics.cache.read('students', 'HIT', null);
  metrics.cache.read('students', 'MISS', 'absent');
  metrics.cache.read('students', 'BYPASS', 'write-intent');
  metrics.cache.bytes('students', 'stored', 512);
  metrics.replayed();
  const requests = await samples(metrics, 'stms_cache_requests_total');
  expect(requests.filter((line) => line.includes('"students"'))).toEqual([
    'stms_cache_requests_total{cache="students",result="hit"} 1',
    'stms_cache_requests_total{cache="students",result="miss"} 1',
    'stms_cache_requests_total{cache="students",result="bypass"} 1',
  ]);
  expect(requests).toHaveLength(3 * CACHE_NAMES.length);
  expect(await samples(metrics, 'stms_cache_bypasses_total')).toContain(
    'stms_cache_bypasses_total{reason="write-intent"} 1',
  );
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
  const other = createMetrics(CACHE_NAMES);
  metrics.rateLimitDecided('login', false);
  metrics.jobRan('clean-up', 'done');
  const cleanedUp = 'stms_jobs_runs_total{job="clean-up",result="done"}';
  expect(await samples(metrics, 'stms_jobs_runs_total')).toContain(`${cleanedUp} 1`);
  expect(await samples(other, 'stms_jobs_runs_total')).toContain(`${cleanedUp} 0`);
  expect(await samples(other, 'stms_rate_limit_refusals_total')).toContain(
    'stms_rate_limit_refusals_total{policy="login"} 0',
  );
});

const SOURCES = {
  version: '1.2.3',
  redisUp: () => true,
  databaseUp: () => true,
  redisRoundTrips: () => 5,
  sqlStatements: () => 7,
  sqlWaiting: () => 0,
  intentsHealed: () => 0,
  sessions: { created: 1, ended: 3, cleaned: 0 },
  hashes: { running: () => 1, waiting: () => 2, refused: () => 0 },
  replayBytes: () => 4096,
  recordedResponses: () => 2,
  requestsInFlight: () => 2,
  overloadRefusals: () => 5,
};
