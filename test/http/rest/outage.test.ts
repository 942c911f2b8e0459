import { signUp, startApp, type TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';
import { documentedRest, type Ask } from '../../support/openapi';
import { startTestPostgres, type TestPostgres } from '../../support/postgres';
import { startTestRedis, type TestRedis } from '../../support/redis';

const STUDENTS = 'GET /api/auth/student/students';

/** What cannot be counted is refused. */
const LIMITS = { RATE_LIMIT_LOGIN: '100/1m', RATE_LIMIT_REGISTER: '100/1m', RATE_LIMIT_API: '100/1m' };

let app: TestApp;
let redis: TestRedis;
let postgres: TestPostgres;
let ask: Ask;
let token: string;

beforeAll(async () => {
  [redis, postgres] = await Promise.all([startTestRedis(), startTestPostgres()]);
  app = await startApp({ redis, database: postgres, env: LIMITS });
  ask = await documentedRest(app.url);
  ({ token } = await signUp(app, 'trainer'));
});
afterAll(async () => {
  await app.close();
  await Promise.all([redis.stop(), postgres.stop()]);
});

const REQUESTS: [string, Parameters<Ask>[1]][] = [
  ['POST /api/auth/student/login', { body: { email: 'a@example.org', password: 'whatever it is' } }],
  [
    'POST /api/auth/student/register',
    { body: { name: 'N', email: 'n@example.org', password: 'whatever it is', branch: 'C' } },
  ],
  ['POST /api/auth/student/logout', {}],
  [`${STUDENTS}?limit=7`, {}],
  ['GET /api/auth/lecture/today', {}],
];

async function everythingIsRefused(): Promise<void> {
  for (const [request, asked] of REQUESTS) {
    const { status, headers, body } = await ask(request, { token, ...asked });
    expect([request, status]).toEqual([request, 503]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(body).toMatchObject({ code: 'SERVICE_UNAVAILABLE', status: 503 });
  }
}

const isBack = () => eventually(async () => (await ask(STUDENTS, { token })).status === 200);

it('without Redis everything is 503, and no token is called invalid', async () => {
  expect((await ask(STUDENTS, { token })).status).toBe(200);
  redis.pause();
  try {
    await everythingIsRefused();
  } finally {
    redis.resume();
  }
  await isBack();
});

it('without PostgreSQL what is cached is read, and the rest is 503', async () => {
  await isBack();
  await postgres.kill();
  try {
    const { status, headers } = await ask(STUDENTS, { token });
    expect([status, headers.get('x-cache')]).toEqual([200, 'HIT']);
    for (const [request, asked] of REQUESTS.filter(([name]) => !name.includes('logout'))) {
      const refused = await ask(request, { token, ...asked });
      expect([request, refused.status]).toEqual([request, 503]);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  } finally {
    await postgres.restart();
  }
  await eventually(async () => (await ask(`${STUDENTS}?limit=7`, { token })).status === 200);
});
