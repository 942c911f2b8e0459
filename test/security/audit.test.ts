import { randomBytes } from 'node:crypto';
import { JWT_SECRET, sessionIdOf, signIn, signUp, type Account } from '../support/app';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { startGateway, type TestGateway } from '../support/gateway';
import { graphql } from '../support/graphql';
import { startTestRedis, type TestRedis } from '../support/redis';
import { rest } from '../support/rest';

/* The audit log, read from the standard output of a gateway as it runs in production. */

interface Line {
  audit: string;
  outcome: string;
  code?: string;
  userId?: string;
  sessionId?: string;
  email?: string;
  [field: string]: unknown;
}

const FIELDS = [
  ...['level', 'time', 'msg', 'audit', 'outcome', 'code', 'reason', 'fields'],
  ...['userId', 'sessionId', 'email', 'endedSessionId', 'endedSessions', 'ip', 'userAgent', 'requestId'],
];
const ENV = {
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'info',
  SHUTDOWN_DELAY: '0ms',
  JWT_SECRET,
  TRAINER_REGISTRATION: 'invite',
  TRAINER_INVITE_CODE: 'the code of the tests',
  SESSION_MAX_PER_USER: '3',
  RATE_LIMIT_LOGIN: '4/15m',
  RATE_LIMIT_LOGIN_IP: 'off',
  RATE_LIMIT_REGISTER: 'off',
  RATE_LIMIT_API: 'off',
  RATE_LIMIT_USER: '20/1m',
};

let database: TestDatabase;
let redis: TestRedis;
let gateway: TestGateway;
/** As signUp wants it. */
let app: { url: string; databaseUrl: string };
let account: Account;
/** Everything that must not be in any line. */
const secrets: string[] = [JWT_SECRET, ENV.TRAINER_INVITE_CODE, '$argon2'];

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  gateway = await startGateway({ ...ENV, DATABASE_URL: database.url, REDIS_URL: redis.url });
  app = { url: gateway.url, databaseUrl: database.url };
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all([database.drop(), redis.stop()]);
});
beforeEach(async () => {
  account = remember(await signUp(app, 'student'));
});

function remember(one: Account): Account {
  secrets.push(one.password, one.token, one.token.split('.')[2] ?? '');
  return one;
}

const allLines = (): Line[] =>
  gateway
    .output()
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)
    .filter(({ audit }) => audit !== undefined);

/** The lines of what was asked under a request id of its own, and the answer. */
async function auditOf(ask: (headers: Record<string, string>) => Promise<{ status: number; text: string }>) {
  const requestId = `audit-${randomBytes(8).toString('hex')}`;
  const { status, text } = await ask({
    'x-request-id': requestId,
    'user-agent': 'the tests',
  });
  // Lines are written in their order: when a later one is there, these are complete.
  const marker = `audit-${randomBytes(8).toString('hex')}`;
  await graphql(app.url, '{ me { id } }', { token: 'x', headers: { 'x-request-id': marker } });
  await eventually(() => allLines().some((line) => line['requestId'] === marker));
  const lines = allLines().filter((line) => line['requestId'] === requestId);
  for (const line of lines) {
    expect(line).toMatchObject({ level: 30, ip: '127.0.0.1', userAgent: 'the tests', time: expect.any(String) });
    expect(Object.keys(line).filter((field) => !FIELDS.includes(field))).toEqual([]);
  }
  return {
    status,
    text,
    lines: lines.map(({ audit, outcome, ...rest }) => ({ what: `${audit} ${outcome}`, ...rest })),
  };
}

const byGraphql = (query: string, token?: string, variables?: Record<string, unknown>) =>
  auditOf((headers) => graphql(app.url, query, { token, variables, headers }));
const byRest = (route: string, { token, body }: { token?: string; body?: object } = {}) =>
  auditOf((headers) => rest(app.url, route, { token, body, headers }));

const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { token } }';
const login = (email: string, password: string) => byGraphql(LOGIN, undefined, { input: { email, password } });
const who = ({ id, token }: Account) => ({ userId: id, sessionId: sessionIdOf(token) });

/** The token in an answer of either transport. */
function tokenIn({ text }: { text: string }): string {
  const token = /"token":"([^"]+)"/.exec(text)?.[1] ?? '';
  secrets.push(token, token.split('.')[2] ?? '');
  return token;
}

describe('registration', () => {
  const person = () => ({
    name: 'N',
    email: `${randomBytes(6).toString('hex')}@example.org`,
    password: 'a long password',
  });
  const REGISTER = 'mutation ($input: RegisterStudentInput!) { registerStudent(input: $input) { token user { id } } }';

  it('by GraphQL', async () => {
    const answer = await byGraphql(REGISTER, undefined, { input: { ...person(), branch: 'C' } });
    const sessionId = sessionIdOf(tokenIn(answer));
    expect(answer.lines).toMatchObject([{ what: 'registration success', userId: expect.any(String), sessionId }]);
    expect(answer.text).toContain(String(answer.lines[0]?.userId));
  });

  it('by REST', async () => {
    const body = { ...person(), expertise: 'E', inviteCode: ENV.TRAINER_INVITE_CODE };
    const answer = await byRest('POST /api/auth/trainer/register', { body });
    expect(answer.lines).toMatchObject([{ what: 'registration success', sessionId: sessionIdOf(tokenIn(answer)) }]);
  });

  it('of an address that is taken, with a password that is common, without the code', async () => {
    const taken = { ...person(), email: ` ${account.email.toUpperCase()} `, branch: 'C' };
    const { lines } = await byGraphql(REGISTER, undefined, { input: taken });
    expect(lines).toMatchObject([{ what: 'registration refused', code: 'CONFLICT', email: account.email }]);
    const common = { ...person(), password: 'password1', branch: 'C' };
    const weak = await byRest('POST /api/auth/student/register', { body: common });
    expect(weak.lines).toMatchObject([{ what: 'registration refused', code: 'BAD_USER_INPUT', email: common.email }]);
    const uninvited = { ...person(), expertise: 'E', inviteCode: 'a code that was guessed' };
    secrets.push(uninvited.inviteCode);
    const { lines: closed } = await byRest('POST /api/auth/trainer/register', { body: uninvited });
    expect(closed).toMatchObject([{ what: 'registration refused', code: 'FORBIDDEN', email: uninvited.email }]);
  });
});

describe('sign-in', () => {
  it('over both transports', async () => {
    const answer = await login(account.email, account.password);
    const sessionId = sessionIdOf(tokenIn(answer));
    expect(answer.lines).toMatchObject([{ what: 'sign-in success', userId: account.id, sessionId }]);
    expect(answer.lines[0]).not.toHaveProperty('email');
    const body = { email: account.email, password: account.password };
    const second = await byRest('POST /api/auth/student/login', { body });
    const expected = { what: 'sign-in success', userId: account.id, sessionId: sessionIdOf(tokenIn(second)) };
    expect(second.lines).toMatchObject([expected]);
  });

  it('refused: whose account was tried, and from where', async () => {
    const password = 'this is not the password';
    secrets.push(password);
    const refused = { what: 'sign-in refused', code: 'UNAUTHENTICATED' };
    const wrong = await login(` ${account.email.toUpperCase()}`, password);
    expect(wrong.lines).toMatchObject([{ ...refused, userId: account.id, email: account.email }]);
    const other = await byRest('POST /api/auth/trainer/login', { body: { email: account.email, password } });
    expect(other.lines).toMatchObject([{ ...refused, userId: account.id, email: account.email }]);
    const unknown = await login('Nobody@example.org', password);
    expect(unknown.lines).toMatchObject([{ ...refused, email: 'nobody@example.org' }]);
    expect(unknown.lines[0]).not.toHaveProperty('userId');
  });

  it('with the password in the field of the address: neither is logged', async () => {
    for (const password of ['correct horse battery staple', 'p@ssw0rd', 'tr0ub4dor&3']) {
      secrets.push(password);
      const { lines } = await login(password, password);
      expect(lines).toMatchObject([{ what: 'sign-in refused', code: 'UNAUTHENTICATED' }]);
      expect(lines[0]).not.toHaveProperty('email');
    }
  });

  it('above the limit, which both transports share', async () => {
    const { email } = account;
    const refused = (code: string) => [{ what: 'sign-in refused', code, email }];
    for (let nth = 0; nth < 4; nth += 1)
      expect((await login(email, 'not the password')).lines).toMatchObject(refused('UNAUTHENTICATED'));
    expect((await login(email, account.password)).lines).toMatchObject(refused('RATE_LIMITED'));
    const body = { email, password: account.password };
    const { lines } = await byRest('POST /api/auth/student/login', { body });
    expect(lines).toMatchObject(refused('RATE_LIMITED'));
  });

  it('of several in one operation: a line for each that was tried', async () => {
    const other = remember(await signUp(app, 'student'));
    const one = ({ email }: Account, password: string) =>
      `login(input: { email: "${email}", password: "${password}" }) { token }`;
    const answer = await byGraphql(
      `mutation { a: ${one(account, account.password)} b: ${one(other, 'not the password')} }`,
    );
    tokenIn(answer);
    expect(answer.lines).toMatchObject([
      { what: 'sign-in success', userId: account.id },
      { what: 'sign-in refused', userId: other.id, email: other.email },
    ]);
    expect(answer.lines[1]).not.toHaveProperty('sessionId');
  });

  it('that ends the oldest session', async () => {
    await signIn(app, account.email).then(remember);
    await signIn(app, account.email).then(remember);
    const answer = await login(account.email, account.password);
    const begun = { userId: account.id, sessionId: sessionIdOf(tokenIn(answer)) };
    const reason = 'too-many-sessions';
    expect(answer.lines).toMatchObject([
      { what: 'revocation success', ...begun, reason, endedSessionId: sessionIdOf(account.token) },
      { what: 'sign-in success', ...begun },
    ]);
  });
});

describe('sign-out', () => {
  it('over both transports', async () => {
    const second = remember(await signIn(app, account.email));
    const { lines } = await byGraphql('mutation { logout }', account.token);
    expect(lines).toMatchObject([{ what: 'sign-out success', ...who(account) }]);
    const other = await byRest('POST /api/auth/student/logout', { token: second.token });
    expect(other.lines).toMatchObject([{ what: 'sign-out success', ...who(second) }]);
  });

  it('everywhere', async () => {
    remember(await signIn(app, account.email));
    const { lines } = await byGraphql('mutation { logoutEverywhere }', account.token);
    expect(lines).toMatchObject([{ what: 'sign-out success', ...who(account), endedSessions: 2 }]);
  });

  it('by nobody', async () => {
    const refused = { what: 'sign-out refused', code: 'UNAUTHENTICATED' };
    expect((await byGraphql('mutation { logout }')).lines).toMatchObject([refused]);
    expect((await byRest('POST /api/auth/student/logout')).lines).toMatchObject([refused]);
  });
});

it('revocation of one, of all others, and of what is no session of one’s own', async () => {
  const [one, two] = [remember(await signIn(app, account.email)), remember(await signIn(app, account.email))];
  const revoke = (id: string) => byGraphql('mutation ($id: ID!) { revokeSession(id: $id) }', account.token, { id });
  const by = who(account);
  const endedSessionId = sessionIdOf(one.token);
  expect((await revoke(endedSessionId)).lines).toMatchObject([{ what: 'revocation success', ...by, endedSessionId }]);
  const others = await byGraphql('mutation { revokeOtherSessions }', account.token);
  expect(others.lines).toMatchObject([{ what: 'revocation success', ...by, endedSessions: 1 }]);
  const again = await revoke(sessionIdOf(two.token));
  expect(again.lines).toMatchObject([{ what: 'revocation refused', code: 'NOT_FOUND', ...by }]);
  const text = 'text of the client’s own';
  secrets.push(text);
  expect((await revoke(text)).lines[0]).not.toHaveProperty('endedSessionId');
});

it('a change of password, and the refusal of one', async () => {
  const CHANGE = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { token } }';
  const change = (currentPassword: string, newPassword: string) => {
    secrets.push(currentPassword, newPassword);
    return byGraphql(CHANGE, account.token, { input: { currentPassword, newPassword } });
  };
  const refused = { what: 'password-change refused', code: 'BAD_USER_INPUT', ...who(account) };
  expect((await change('not the one', 'a password that is new')).lines).toMatchObject([refused]);
  const answer = await change(account.password, 'a password that is new');
  const sessionId = sessionIdOf(tokenIn(answer));
  expect(answer.lines).toMatchObject([{ what: 'password-change success', userId: account.id, sessionId }]);
});

describe('access refused', () => {
  const refused = (code: string) => ({ what: 'access refused', code });

  it('for a token that is none, over both transports', async () => {
    for (const { lines, status } of [
      await byGraphql('{ me { id } }', 'garbage'),
      await byRest('GET /api/auth/trainer/trainers', { token: 'garbage' }),
    ]) {
      expect(status).toBe(401);
      expect(lines).toMatchObject([refused('UNAUTHENTICATED')]);
      expect(lines[0]).not.toHaveProperty('userId');
    }
  });

  it('for a token that was signed out: the line says whose it was, over both transports and for replayed responses', async () => {
    const list = '{ trainers { totalCount } }';
    for (let nth = 0; nth < 3; nth += 1) await graphql(app.url, list, { token: account.token });
    await graphql(app.url, 'mutation { logout }', { token: account.token });
    for (const { lines, status } of [
      await byGraphql(list, account.token),
      await byRest('GET /api/auth/trainer/trainers', { token: account.token }),
    ]) {
      expect(status).toBe(401);
      expect(lines).toMatchObject([{ ...refused('UNAUTHENTICATED'), ...who(account) }]);
    }
  });

  it('for want of rights, over both transports: one line, however many fields', async () => {
    const query = '{ alias: students { totalCount } other: students { nodes { id } } me { id } }';
    const { lines } = await byGraphql(query, account.token);
    expect(lines).toMatchObject([{ ...refused('FORBIDDEN'), ...who(account), fields: ['students'] }]);
    const other = await byRest('GET /api/auth/student/students', { token: account.token });
    expect(other.lines).toMatchObject([{ ...refused('FORBIDDEN'), ...who(account), fields: ['students'] }]);
    const cancel = await byGraphql('mutation { cancelLecture(id: "x") }', account.token);
    expect(cancel.lines).toMatchObject([{ ...refused('FORBIDDEN'), ...who(account), fields: ['cancelLecture'] }]);
  });

  it('for want of a sign-in', async () => {
    const { lines } = await byGraphql(
      '{ student(id: "x") { id } alias: student(id: "y") { id } lecture(id: "x") { id } }',
    );
    expect(lines).toMatchObject([{ ...refused('UNAUTHENTICATED'), fields: ['student', 'lecture'] }]);
  });

  it('for asking too often, over both transports', async () => {
    for (let nth = 0; nth < 20; nth += 1) await graphql(app.url, '{ me { id } }', { token: account.token });
    const expected = [{ ...refused('RATE_LIMITED'), ...who(account) }];
    expect((await byGraphql('{ me { id } }', account.token)).lines).toMatchObject(expected);
    expect((await byRest('GET /api/auth/trainer/trainers', { token: account.token })).lines).toMatchObject(expected);
  });
});

it('nothing that was answered as it was asked', async () => {
  const { lines } = await byGraphql('{ me { id } trainers { totalCount } student(id: "x") { id } }', account.token);
  expect(lines).toEqual([]);
  const profile = 'mutation { updateProfile(input: { name: "Another" }) { id } }';
  expect((await byGraphql(profile, account.token)).lines).toEqual([]);
});

/** They change courses, lectures, organizations and who belongs to them, not accounts or sessions. */
const SILENT = [
  ...['cancelLecture', 'completeLecture', 'createCourse', 'createLecture', 'createOrganization', 'deleteCourse'],
  ...['restoreCourse', 'updateLecture', 'updateNotificationSettings', 'updateOrganization'],
];

it('every mutation of accounts, sessions and rights is a line of its own', () => {
  requireBuilt('app/create-app'); // brings what decorators need
  const { FEATURES } = requireBuilt('app/features') as typeof import('../../src/app/features');
  const { createSchema } = requireBuilt('graphql/schema') as typeof import('../../src/graphql/schema');
  const mutations = Object.entries(createSchema(FEATURES).getMutationType()?.getFields() ?? {});
  const silent = mutations.filter(([, { extensions }]) => extensions['auditEvent'] === undefined).map(([name]) => name);
  expect(silent.sort()).toEqual(SILENT);
});

it('a user agent is cut, and makes no line of its own', async () => {
  const forged = `"}\\n{"audit":"sign-in","outcome":"success","requestId":"forged-by-a-client"} ${'x'.repeat(3_000)}`;
  const requestId = 'audit-of-a-forged-agent';
  await graphql(app.url, '{ me { id } }', { token: 'x', headers: { 'user-agent': forged, 'x-request-id': requestId } });
  const lines = () => allLines().filter((line) => line['requestId'] === requestId);
  await eventually(() => lines().length > 0);
  expect(lines()).toMatchObject([{ audit: 'access', userAgent: forged.slice(0, 256) }]);
  expect(allLines().filter((one) => one['requestId'] === 'forged-by-a-client')).toEqual([]);
});

it('a sign-in that could not be tried is logged as such', async () => {
  redis.pause();
  try {
    const requestId = 'audit-while-redis-stood-still';
    const input = { email: account.email, password: account.password };
    const { status } = await graphql(app.url, LOGIN, { variables: { input }, headers: { 'x-request-id': requestId } });
    expect(status).toBe(503);
    const lines = () => allLines().filter((line) => line['requestId'] === requestId);
    await eventually(() => lines().length > 0);
    expect(lines()).toMatchObject([{ audit: 'sign-in', outcome: 'failed', code: 'SERVICE_UNAVAILABLE' }]);
  } finally {
    redis.resume();
    await eventually(async () => (await fetch(`${app.url}/readyz`)).ok);
  }
});

it('after all of this no line of any kind holds a password, a token or a secret', () => {
  const output = gateway.output();
  for (const secret of new Set(secrets.filter(Boolean))) expect(output.includes(secret) ? secret : '').toBe('');
  expect(secrets.length).toBeGreaterThan(40);
});
