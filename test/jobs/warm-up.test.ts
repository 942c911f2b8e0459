import { signUp, startApp, type TestApp } from '../support/app';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { dataOf, graphql } from '../support/graphql';
import { insertLectures, insertTrainers } from '../support/rows';

let database: TestDatabase;
let app: TestApp;

beforeAll(async () => {
  database = await createTestDatabase();
  const [trainerId = ''] = await insertTrainers(database.url, [{ name: 'Grace' }]);
  await insertLectures(database.url, [{ trainerId, startsAt: '2031-01-01T09:00:00Z' }]);
  app = await startApp({ database, warmUp: true });
  await eventually(async () => (await samples()).includes('stms_jobs_runs_total{job="warm-up",result="done"} 1'));
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const samples = async () => (await (await fetch(`${app.url}/metrics`)).text()).split('\n');

const requests = async () =>
  (await samples()).filter((line) => line.startsWith('stms_cache_requests_total{') && !line.endsWith(' 0'));

const cacheOfHealth = async () =>
  ((await (await fetch(`${app.url}/health`)).json()) as { cache: Record<string, number | null> }).cache;

test('its own reads are no requests, its loads are loads; what a client asks first is a request, and a hit', async () => {
  expect(await requests()).toEqual([]);
  expect(await cacheOfHealth()).toEqual({ hits: 0, misses: 0, hitRatio: null });
  expect(await samples()).toContain('stms_cache_loads_total{cache="lectures"} 1');

  const { token } = await signUp(app, 'student');
  dataOf(await graphql(app.url, '{ lectures { nodes { title } } }', { token }));

  expect(await requests()).toContain('stms_cache_requests_total{cache="lectures",result="hit"} 1');
  expect((await cacheOfHealth())['hitRatio']).toBeGreaterThan(0);
});
