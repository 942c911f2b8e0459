import { Cluster } from 'ioredis';
import { createApp } from '../../src/app/create-app';
import type { App } from '../../src/app/lifecycle';
import { isReadyConfig } from '../../src/app/ready-config';
import { loadConfig } from '../../src/config/env';
import { createLogger } from '../../src/platform/logging/logger';
import { JWT_SECRET, signIn, signUp, type Account } from '../support/app';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { dataOf, graphql } from '../support/graphql';
import { startTestRedisCluster, type TestRedisCluster } from '../support/redis-cluster';
import { rest } from '../support/rest';

/*
 * Gateways on a Redis Cluster keep what they promise on one server. The keys of a request lie in many slots: a script or
 * a command that spans two of them would be refused by Redis (CROSSSLOT), and the request with it.
 */

const LIMIT = 200;

let database: TestDatabase;
let cluster: TestRedisCluster;
let redis: Cluster;
let apps: App[];
let here: { url: string; databaseUrl: string };
let there: { url: string; databaseUrl: string };
let trainer: Account;
let lectureId: string;

beforeAll(async () => {
  [database, cluster] = await Promise.all([createTestDatabase(), startTestRedisCluster()]);
  redis = new Cluster(cluster.nodes);
  const config = loadConfig({
    NODE_ENV: 'test',
    PORT: '0',
    LOG_LEVEL: 'silent',
    SHUTDOWN_DELAY: '0ms',
    JWT_SECRET,
    DATABASE_URL: database.url,
    REDIS_CLUSTER_NODES: cluster.nodes.map(({ host, port }) => `${host}:${port}`).join(),
    RATE_LIMIT_LOGIN: '5/15m',
    RATE_LIMIT_REGISTER: 'off',
    RATE_LIMIT_USER: `${LIMIT}/1h`,
  });
  if (!isReadyConfig(config)) throw new Error('not a cluster');
  apps = await Promise.all([1, 2].map(() => createApp(config, '0.0.0-test', createLogger(config.logLevel))));
  const [first = '', second = ''] = await Promise.all(apps.map((app) => app.listen()));
  [here, there] = [first, second].map((url) => ({ url, databaseUrl: database.url })) as [typeof here, typeof there];
  for (const url of [first, second]) await eventually(async () => (await fetch(`${url}/readyz`)).ok);
  trainer = await signUp(here, 'trainer');
  const made = await ask(
    'mutation { createLecture(input: { title: "Sets", startsAt: "2031-01-01T09:00:00Z", endsAt: "2031-01-01T10:00:00Z" }) { id } }',
  );
  lectureId = dataOf<{ createLecture: { id: string } }>(made).createLecture.id;
});

afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  redis.disconnect();
  await Promise.all([database.drop(), cluster.stop()]);
});

const ask = (query: string, at = here, { token } = trainer) => graphql(at.url, query, { token });
const PAGE = '{ lectures { nodes { id title trainer { name } } totalCount } }';
const REST_PAGE = 'GET /api/auth/lecture/all';

const TRANSPORTS = {
  GraphQL: (at: typeof here) => graphql(at.url, PAGE, { token: trainer.token }),
  REST: (at: typeof here) => rest(at.url, REST_PAGE, { token: trainer.token }),
};

test.each(Object.entries(TRANSPORTS))(
  'a repeated read over the %s transport is a HIT on any replica, replayed and not',
  async (_, read) => {
    await eventually(async () => (await read(here)).headers.get('x-cache') === 'HIT');
    const answers = [await read(here), await read(there), await read(there)];
    expect(answers.map(({ status, headers }) => [status, headers.get('x-cache')])).toEqual(Array(3).fill([200, 'HIT']));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.text).toContain('Sets');
  },
);

test('a change is read at once on any replica and over both transports', async () => {
  for (const title of ['Groups', 'Rings', 'Fields']) {
    const change = `mutation { updateLecture(id: "${lectureId}", input: { title: "${title}" }) { title } }`;
    expect(dataOf(await ask(change))).toEqual({ updateLecture: { title } });
    for (const read of Object.values(TRANSPORTS)) {
      for (const at of [there, here]) expect((await read(at)).text).toContain(title);
    }
  }
});

test('a sign-out holds on every replica at the next request', async () => {
  const other = await signIn(there, trainer.email);
  expect((await ask('{ me { id } }', here, other)).status).toBe(200);

  expect(dataOf(await ask('mutation { logout }', there, other))).toEqual({ logout: true });

  const after = await Promise.all([here, there].map((at) => ask('{ me { id } }', at, other)));
  expect(after.map(({ status }) => status)).toEqual([401, 401]);
  expect((await ask('{ me { id } }')).status).toBe(200);
});

test('a sign-out everywhere leaves no session', async () => {
  const [first, second] = [await signIn(here, trainer.email), await signIn(there, trainer.email)];
  const student = await signUp(there, 'student');
  const left = dataOf<{ sessions: unknown[] }>(await ask('{ sessions { id } }', here, first)).sessions.length;

  expect(dataOf(await ask('mutation { logoutEverywhere }', here, second))).toEqual({ logoutEverywhere: left });

  const after = await Promise.all([first, second, trainer].map((account) => ask('{ me { id } }', there, account)));
  expect(after.map(({ status }) => status)).toEqual([401, 401, 401]);
  expect((await ask('{ me { id } }', there, student)).status).toBe(200);
  trainer = await signIn(here, trainer.email);
});

test('limits count over both transports and replicas; a session that has ended counts for nobody', async () => {
  const { id, token } = await signUp(here, 'student');
  const ended = await signUp(there, 'student');
  dataOf(await ask('mutation { logout }', here, ended));
  await redis.del(`rate_limit:user:${ended.id}`);
  const key = `rate_limit:user:${id}`;
  await redis.del(key);

  for (const at of [here, there, here, there]) await ask('{ me { id } }', at, { ...trainer, token });
  const last = await rest(there.url, 'GET /api/auth/lecture/all', { token });
  await ask('{ me { id } }', there, ended);

  expect(await redis.get(key)).toBe('5');
  expect(last.headers.get('x-ratelimit-remaining')).toBe(String(LIMIT - 5));
  expect(await redis.exists(`rate_limit:user:${ended.id}`)).toBe(0);

  const input = { input: { email: 'nobody@example.org', password: 'a wrong password' } };
  const attempts = [];
  for (let nth = 0; nth < 7; nth += 1) {
    const login = 'mutation ($input: LoginInput!) { login(input: $input) { token } }';
    attempts.push(await graphql([here, there][nth % 2]?.url ?? '', login, { variables: input }));
  }
  expect(attempts.map(({ body }) => body.errors?.[0]?.extensions.code)).toEqual([
    ...Array<string>(5).fill('UNAUTHENTICATED'),
    'RATE_LIMITED',
    'RATE_LIMITED',
  ]);
});

test('/health adds up all masters', async () => {
  const health = (await (await fetch(`${here.url}/health`)).json()) as { status: string; redis: { keys: number } };
  const counts = await Promise.all(redis.nodes('master').map((node) => node.dbsize()));
  expect(counts.every((count) => count > 0)).toBe(true);
  expect(health).toMatchObject({ status: 'ok', redis: { connected: true } });
  expect(health.redis.keys).toBeGreaterThan(Math.max(...counts));
});

test('every key expires', async () => {
  const keys = (await Promise.all(redis.nodes('master').map((node) => node.keys('*')))).flat();
  const lives = await Promise.all(keys.map((key) => redis.pttl(key)));
  expect(keys.filter((_, nth) => (lives[nth] ?? 0) === -1)).toEqual([]);
});
