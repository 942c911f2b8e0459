import { Client } from 'pg';
import { signIn, type Account } from '../support/app';
import { expectServed } from '../support/afterwards';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { startGateway, type TestGateway } from '../support/gateway';
import { codesOf, graphql } from '../support/graphql';
import { raw } from '../support/raw';
import { startTestRedis, type TestRedis } from '../support/redis';
import { rest } from '../support/rest';

/*
 * A gateway that logs all it can, after a session of attacks and outages: nothing in its log would let a reader in.
 */
const SECRET = 'Zx9-hunter2-never-to-be-seen';
const JWT_SECRET = 'a secret of this very test, of 32 bytes and more';

let database: TestDatabase;
let redis: TestRedis;
let gateway: TestGateway;
let app: { url: string; databaseUrl: string };
let trainer: Account;
/** Every token that was given out. */
const tokens: string[] = [];

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  const limits = ['LOGIN', 'LOGIN_IP', 'REGISTER', 'API', 'USER'].map((name) => [`RATE_LIMIT_${name}`, 'off']);
  gateway = await startGateway({
    ...(Object.fromEntries(limits) as Record<string, string>),
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    LOG_LEVEL: 'trace',
    NODE_ENV: 'test',
    SHUTDOWN_DELAY: '0ms',
    TRAINER_REGISTRATION: 'invite',
    TRAINER_INVITE_CODE: SECRET,
    JWT_SECRET,
  });
  app = { url: gateway.url, databaseUrl: database.url };
  await attack();
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all([database.drop(), redis.stop()]);
});

const JSON_TYPE = { 'content-type': 'application/json' };

async function attack(): Promise<void> {
  const registered = await rest(app.url, 'POST /api/auth/trainer/register', {
    body: { name: 'T', email: 't@example.org', password: SECRET, expertise: 'E', inviteCode: SECRET },
  });
  expect(registered.status).toBe(201);
  trainer = { id: '', email: 't@example.org', password: SECRET, token: String(registered.body['token']) };
  tokens.push(trainer.token, (await signIn(app, trainer.email, SECRET)).token);
  await wrongPlaces();
  await brokenDatabase();
  await hungRedis();
  await expectServed(app, trainer);
}

/** Secrets where they belong, and where they do not. */
async function wrongPlaces(): Promise<void> {
  const login = 'mutation ($input: LoginInput!) { login(input: $input) { token } }';
  const { token } = trainer;
  for (const input of [
    { email: trainer.email, password: `${SECRET}!` },
    { email: SECRET, password: SECRET },
    { email: { [SECRET]: SECRET }, password: [SECRET] },
  ]) {
    await graphql(app.url, login, { variables: { input } });
    await rest(app.url, 'POST /api/auth/student/login', { body: input });
  }
  const change = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { token } }';
  for (const currentPassword of [`${SECRET}?`, SECRET]) {
    const input = { currentPassword, newPassword: SECRET };
    const { body } = await graphql(app.url, change, { variables: { input }, token });
    const changed = body.data?.['changePassword'] as { token: string } | null | undefined;
    if (changed) tokens.push((trainer.token = changed.token));
  }
  const headers = {
    cookie: `session=${SECRET}; device=${SECRET}`,
    'x-device-token': SECRET,
    'user-agent': `Bearer ${trainer.token}`,
    'x-forwarded-for': SECRET,
    'x-request-id': 'a-request-of-the-log-test',
  };
  await graphql(app.url, '{ me { id } }', { token: trainer.token, headers });
  await graphql(app.url, `{ trainers(search: "${SECRET}", after: "${SECRET}") { totalCount } }`, {
    token: trainer.token,
  });
  await graphql(app.url, '{ me { id } }', { token: `${trainer.token}x`, headers });
  await graphql(app.url, '{ me { id } }', { token: SECRET, headers });
  await fetch(`${app.url}/graphql?query=%7Bme%7Bid%7D%7D&token=${SECRET}&password=${SECRET}`);
  await fetch(`${app.url}/api/auth/lecture/%zz?password=${SECRET}`);
  for (const body of [`{"password":"${SECRET}`, `{"query":"mutation { login(input: { password: \\"${SECRET}`]) {
    await fetch(`${app.url}/graphql`, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body });
    await fetch(`${app.url}/api/auth/student/login`, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body });
  }
  await raw(app.url, `GET /?password=${SECRET} HTTP/1.1\r\nHost: x\r\nCookie: ${SECRET}\r\n: ${SECRET}\r\n\r\n`);
  await raw(
    app.url,
    `GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${trainer.token}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
  );
}

/** Errors of PostgreSQL that carry the row along, and statements that do not fit. */
async function brokenDatabase(): Promise<void> {
  await sql(`ALTER TABLE users ADD CONSTRAINT nobody_new CHECK (email NOT LIKE 'refused%') NOT VALID`);
  const register = 'mutation ($input: RegisterStudentInput!) { registerStudent(input: $input) { token } }';
  const input = { name: 'N', email: 'refused@example.org', password: SECRET, branch: 'C' };
  const headers = { 'x-request-id': 'a-registration-that-fails' };
  expect(codesOf(await graphql(app.url, register, { variables: { input }, headers }))).toEqual([
    'INTERNAL_SERVER_ERROR',
  ]);
  await rest(app.url, 'POST /api/auth/student/register', { body: input });
  await sql('ALTER TABLE users RENAME COLUMN password_hash TO somewhere_else');
  const login = `mutation { login(input: { email: "${trainer.email}", password: "${SECRET}" }) { token } }`;
  expect(codesOf(await graphql(app.url, login))).toEqual(['INTERNAL_SERVER_ERROR']);
  await rest(app.url, 'POST /api/auth/trainer/login', { body: { email: trainer.email, password: SECRET } });
  await sql('ALTER TABLE users RENAME COLUMN somewhere_else TO password_hash');
}

/** Commands that are not answered in time, with what they were to store. */
async function hungRedis(): Promise<void> {
  redis.pause();
  const login = { email: trainer.email, password: SECRET };
  await Promise.all([
    rest(app.url, 'POST /api/auth/trainer/login', { body: login }),
    graphql(app.url, '{ sessions { id } }', { token: trainer.token }),
  ]);
  redis.resume();
  while ((await fetch(`${app.url}/readyz`)).status !== 200) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function sql(statement: string): Promise<void> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

interface Line {
  level: number;
  msg: string;
  requestId?: string;
  err?: { message: string; stack: string; code?: string };
}

const lines = () =>
  gateway
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);

it('has no password, token, hash, cookie or key in it', () => {
  const log = gateway.output();
  expect(tokens.length).toBeGreaterThanOrEqual(3);
  for (const token of tokens) for (const part of token.split('.')) expect(log).not.toContain(part);
  for (const secret of [
    SECRET,
    SECRET.toLowerCase(),
    JWT_SECRET,
    '$argon2',
    'session=',
    encodeURIComponent(JWT_SECRET),
  ]) {
    expect(log).not.toContain(secret);
  }
  expect(log).not.toContain('Failing row contains');
});

it('has each unexpected error under the request id that its client got', () => {
  const failed = lines().filter(({ msg }) => msg === 'unexpected error');
  expect(failed.length).toBeGreaterThanOrEqual(4);
  for (const { requestId, err, level } of failed) {
    expect(requestId).toMatch(/^[A-Za-z0-9-]{8,64}$/);
    expect(level).toBe(50);
    expect(err?.stack).toMatch(/\n +at /);
  }
  expect(failed.filter(({ requestId }) => requestId === 'a-registration-that-fails')).toHaveLength(1);
});
