import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { signUp, type Account } from '../support/app';
import { startGateway, type TestGateway } from '../support/gateway';
import { graphql } from '../support/graphql';
import { startTestRedis, type TestRedis } from '../support/redis';
import { rest } from '../support/rest';
import { eventually } from '../support/eventually';

/** What an operator sees of requests: a line for each, and metrics whose series do not grow with what clients send. */

let database: TestDatabase;
let redis: TestRedis;
let gateway: TestGateway;
let trainer: Account;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  gateway = await startGateway(
    {
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      JWT_SECRET: 'a secret of this very test, of 32 bytes and more',
      LOG_LEVEL: 'debug',
      SHUTDOWN_DELAY: '0ms',
      RATE_LIMIT_API: '1/1h',
    },
    { args: ['-r', path.join(__dirname, 'reported-at-exit.cjs'), 'dist/main.js'] },
  );
  trainer = await signUp({ url: gateway.url, databaseUrl: database.url }, 'trainer', { name: 'Ada Secretive' });
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all([database.drop(), redis.stop()]);
});

type Line = Record<string, unknown> & { msg: string };

const lines = (): Line[] =>
  gateway
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as Line);

/** The line of a request, once it is written: the log is not waited for. */
async function lineOf(requestId: string): Promise<Line> {
  const find = () => lines().find((line) => line.msg === 'request' && line['requestId'] === requestId);
  await eventually(() => find() !== undefined);
  return find() as Line;
}

const ask = (query: string, requestId: string, variables?: Record<string, unknown>) =>
  graphql(gateway.url, query, { token: trainer.token, headers: { 'x-request-id': requestId }, variables });

test('each request has a line with its id, its operation and who asked, executed or repeated', async () => {
  const query = 'query MyPage($search: String) { students(first: 3, search: $search) { totalCount } }';
  const variables = { search: 'Private Words' };
  await ask(query, 'executed-1', variables);
  const repeated = await ask(query, 'repeated-1', variables);
  expect(repeated.headers.get('x-cache')).toBe('HIT');

  for (const requestId of ['executed-1', 'repeated-1']) {
    const line = await lineOf(requestId);
    expect(line).toMatchObject({ method: 'POST', route: '/graphql', status: 200, kind: 'query', operation: 'MyPage' });
    expect(line).toMatchObject({ userId: trainer.id, ms: expect.any(Number) as number });
  }
});

test('the lines of the other transport are alike, and its routes are patterns', async () => {
  const headers = { 'x-request-id': 'rest-request-1', authorization: `Bearer ${trainer.token}` };
  await rest(gateway.url, `GET /api/auth/trainer/trainer/${trainer.id}`, { headers });
  expect(await lineOf('rest-request-1')).toMatchObject({
    route: '/api/auth/trainer/trainer/:id',
    kind: 'query',
    userId: trainer.id,
  });
});

test('a malformed request has a line, too, and names are cut', async () => {
  await ask('{ this is not', 'not-understood');
  expect(await lineOf('not-understood')).toMatchObject({ route: '/graphql', kind: 'unknown' });
  await ask(`query ${'Long'.repeat(200)} { me { id } }`, 'long-name-1');
  expect(String((await lineOf('long-name-1'))['operation'])).toHaveLength(100);
});

test('no line of a request contains what was sent or a name', async () => {
  await ask('mutation { updateProfile(input: {phone: "+49 30 1234567"}) { id } }', 'with-a-phone');
  await lineOf('with-a-phone');
  const printed = JSON.stringify(lines().filter((line) => line.msg === 'request'));
  for (const secret of ['Private Words', 'Ada Secretive', '1234567', trainer.email, trainer.token, '127.0.0.1']) {
    expect(printed).not.toContain(secret);
  }
});

async function samples(): Promise<Map<string, number>> {
  const text = await (await fetch(`${gateway.url}/metrics`)).text();
  const rows = text.split('\n').filter((line) => line.startsWith('stms_'));
  return new Map(rows.map((row) => [row.slice(0, row.lastIndexOf(' ')), Number(row.slice(row.lastIndexOf(' ')))]));
}

/** By how much each sample that `work` changes has grown. */
async function growth(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await samples();
  await work();
  const after = await samples();
  const grown = [...after].map(([name, value]) => [name, value - (before.get(name) ?? 0)] as const);
  return Object.fromEntries(grown.filter(([, by]) => by !== 0));
}

const operations = (transport: string, kind: string) =>
  `stms_operation_duration_seconds_count{door="${transport}",kind="${kind}"}`;

test('operations are counted and timed by transport and kind; so are waits for Redis and SQL, and the limits', async () => {
  const grown = await growth(async () => {
    await ask('{ me { id createdAt } }', 'metrics-query');
    await ask('{ me { id createdAt } }', 'metrics-again');
    await ask('mutation { updateProfile(input: {name: "B"}) { id } }', 'metrics-mutation');
    await ask('{ nonsense', 'metrics-nonsense');
    await rest(gateway.url, 'GET /api/auth/trainer/trainers', {
      headers: { authorization: `Bearer ${trainer.token}` },
    });
    await graphql(gateway.url, '{ trainers { totalCount } }');
    await graphql(gateway.url, '{ trainers { totalCount } }');
  });
  expect(grown).toMatchObject({
    [operations('graphql', 'query')]: 4,
    [operations('graphql', 'mutation')]: 1,
    [operations('graphql', 'unknown')]: 1,
    [operations('rest', 'query')]: 1,
    'stms_rate_limit_passes_total{policy="user"}': 5,
    'stms_rate_limit_passes_total{policy="api"}': 1,
    'stms_rate_limit_refusals_total{policy="api"}': 1,
  });
  expect(grown['stms_redis_trip_duration_seconds_count']).toBeGreaterThanOrEqual(5);
  expect(grown['stms_sql_statement_duration_seconds_count']).toBeGreaterThanOrEqual(4);
  expect(grown).not.toHaveProperty('stms_redis_trip_failures_total');
});

test('names, ids, methods, paths and tokens that clients choose make no series', async () => {
  const before = [...(await samples()).keys()];
  await Promise.all(
    Array.from({ length: 60 }, async (_, nth) => {
      await ask(`query Name${nth} { me { id } }`, `series-${nth}-graphql`);
      await fetch(`${gateway.url}/nowhere/${nth}?q=${nth}`, { headers: { authorization: `Bearer ${nth}` } });
      await fetch(`${gateway.url}/api/auth/lecture/${nth}`, { headers: { 'user-agent': `agent ${nth}` } });
    }),
  );
  await fetch(`${gateway.url}/graphql`, { method: 'PROPFIND' });
  const grown = [...(await samples()).keys()].filter((name) => !before.includes(name));
  // One of each for the first answer of that kind: a route, a status.
  expect(grown.filter((name) => !name.includes('_bucket')).length).toBeLessThanOrEqual(8);
  expect(grown.filter((name) => /Name|nowhere\/|agent|PROPFIND|lecture\/\d/.test(name))).toEqual([]);
});

test('where no variable asks for traces, nothing that makes them is loaded', async () => {
  await gateway.stop();
  const loaded = /loaded at exit: (.*)/.exec(gateway.output())?.[1]?.split(' ') ?? [];
  expect(loaded).toContain('fastify');
  // prom-client brings the interface, and uses it for the ids of traces that are not there.
  expect(loaded.filter((name) => name.startsWith('@opentelemetry/'))).toEqual(['@opentelemetry/api']);
});
