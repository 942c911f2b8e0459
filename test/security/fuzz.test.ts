import fc from 'fast-check';
import { expectServed } from '../support/afterwards';
import { JWT_SECRET, signIn, signUp, type Account } from '../support/app';
import { MARKER } from '../support/bad-input';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { dataOf, graphql } from '../support/graphql';
import { startGateway, type TestGateway } from '../support/gateway';
import { startTestRedis, type TestRedis } from '../support/redis';
import { document, operation } from './support/document-noise';
import { bytes, json } from './support/noise';
import { headers, legacyBody, percentEncoded, target } from './support/request-noise';
import { faultsOf } from './support/sound';
import { exchange, readAnswer, send, type WireRequest } from './support/wire';

/*
 * Whatever strangers send, to either transport: no answer is a 5xx but a 503 that says when to come back, none tells of the
 * inside or repeats what was sent, all have their transport's shape; the process lives on, and a user who has nothing to do with
 * it is served as before.
 *
 * FUZZ_MINUTES rages for longer; a failure tells its seed, and FUZZ_SEED repeats what that seed sent.
 */
const SECONDS = process.env['FUZZ_MINUTES'] ? Number(process.env['FUZZ_MINUTES']) * 60 : 12;
const SEED = process.env['FUZZ_SEED'];
/** All tests' together. */
const SHARES = 11;

jest.setTimeout(60_000 + SECONDS * 3_000);

let database: TestDatabase;
let redis: TestRedis;
let gateway: TestGateway;
let app: { url: string; databaseUrl: string };
/** Sends nothing but what is right. */
let witness: Account;
/** Whose tokens strangers have got hold of; what is sent with them may end their sessions. */
let captured: Account[];

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  gateway = await startGateway({
    ...{ NODE_ENV: 'test', DATABASE_URL: database.url, REDIS_URL: redis.url, LOG_LEVEL: 'info' },
    ...{ JWT_SECRET, SHUTDOWN_DELAY: '0ms' },
    ...{ RATE_LIMIT_LOGIN: 'off', RATE_LIMIT_LOGIN_IP: 'off', RATE_LIMIT_REGISTER: 'off' },
    ...{ RATE_LIMIT_API: 'off', RATE_LIMIT_USER: 'off' },
  });
  app = { url: gateway.url, databaseUrl: database.url };
  witness = await signUp(app, 'trainer', { name: 'A witness' });
  captured = [await signUp(app, 'student'), await signUp(app, 'trainer'), await signUp(app, 'admin')];
});
afterAll(async () => {
  await gateway?.kill();
  await Promise.all([database?.drop(), redis?.stop()]);
});

/** How much of the gateway's output has been looked at. */
let seen = 0;

afterEach(async () => {
  const { me } = dataOf<{ me: object }>(await graphql(app.url, '{ me { id name email } }', { token: witness.token }));
  expect(me).toEqual({ id: witness.id, name: 'A witness', email: witness.email });
  await expectServed(app, witness);
  const logged = gateway.output().slice(seen).split('\n');
  seen = gateway.output().length;
  expect(logged.filter((line) => /"level":[56]0|uncaught|unhandled|Warning:/i.test(line))).toEqual([]);
});

const POST = { method: 'POST', headers: [['content-type', 'application/json']] } as const;
const jsonBytes = (value: unknown) => Buffer.from(JSON.stringify(value) ?? '');

/** Of nobody, of somebody whose token was captured, or of no kind at all. */
const credentials = fc
  .oneof(
    { arbitrary: fc.nat({ max: 3 }), weight: 7 },
    { arbitrary: percentEncoded.map((any) => any.slice(0, 200)), weight: 1 },
  )
  .map((who) => (): [string, string][] => {
    const token = typeof who === 'string' ? who : captured[who]?.token;
    return token === undefined ? [] : [['authorization', `Bearer ${token}`]];
  });

/** Whether some captured token did not count any more since they were last renewed. */
let someEnded = false;

async function expectSound(request: WireRequest): Promise<void> {
  const answer = await send(gateway.url, request);
  if (!answer) return;
  someEnded ||= answer.status === 401 && isCaptured(request);
  expect([faultsOf(request.target, answer), answer.body.slice(0, 2_000)]).toEqual([[], expect.anything()]);
}

const isCaptured = ({ headers: sent }: WireRequest) =>
  captured.some(({ token }) => sent.some(([, value]) => value === `Bearer ${token}`));

/** Strangers with tokens that count do more harm. */
async function renewTokens(): Promise<void> {
  if (!someEnded) return;
  for (const account of captured) {
    const { status } = await graphql(app.url, '{ me { id } }', { token: account.token });
    if (status === 401) account.token = (await signIn(app, account.email, account.password)).token;
  }
  someEnded = false;
}

/** Sends what `arbitrary` makes, several at a time, for a share of the time. */
async function rage<T>(share: number, arbitrary: fc.Arbitrary<T>, attack: (value: T) => Promise<void>): Promise<void> {
  const attacks = fc.array(arbitrary, { minLength: 1, maxLength: 10, size: 'max' });
  await fc.assert(
    fc.asyncProperty(attacks, async (values) => {
      await Promise.all(values.map(attack));
      await renewTokens();
    }),
    {
      numRuns: 10_000_000,
      interruptAfterTimeLimit: (share * SECONDS * 1000) / SHARES,
      ...(SEED !== undefined && { seed: Number(SEED) }),
    },
  );
}

/** Whoever waits for more of a request knows by then that there is no more. */
const SILENCE_MS = 30;

it('bytes that are no HTTP, or almost', async () => {
  const beginnings = [
    '',
    'GET /graphql HTTP/1.1\r\n',
    'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    'POST /api/auth/student/login HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\nTransfer-Encoding: chunked\r\n\r\n',
    `GET /${MARKER} HTTP/1.1\r\nHost: a\r\n${MARKER}: `,
    'PROPFIND /api/auth/lecture/all HTTP/1.1\r\nHost: a\r\n\r\n',
    'CONNECT graphql:80 HTTP/1.1\r\nHost: a\r\n\r\n',
    'GET http://a/graphql HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n',
    'GET /graphql HTTP/9.9\r\n\r\n',
  ];
  const connection = fc.tuple(fc.constantFrom(...beginnings), bytes);
  await rage(1, connection, async ([beginning, rest]) => {
    const sent = Buffer.concat([Buffer.from(beginning), rest]);
    const answer = readAnswer(await exchange(gateway.url, sent, SILENCE_MS));
    if (answer) expect(faultsOf('', answer)).toEqual([]);
  });
});

it('bodies that are no JSON, or almost, of any type', async () => {
  const paths = fc.constantFrom(
    '/graphql',
    '/api/auth/student/login',
    '/api/auth/trainer/register',
    '/api/auth/student/logout',
  );
  const type = fc.constantFrom(
    'application/json',
    'application/json; charset=utf-16',
    'text/plain',
    `text/${MARKER}`,
    '',
  );
  await rage(1, fc.tuple(paths, type, bytes, credentials), ([path, contentType, body, who]) =>
    expectSound({ method: 'POST', target: path, headers: [['content-type', contentType], ...who()], body }),
  );
});

it('JSON of any shape', async () => {
  const parts = fc.record(
    { query: json, variables: json, operationName: json, extensions: json },
    { requiredKeys: [] },
  );
  const hash = fc
    .record({ version: json, sha256Hash: json })
    .map((persistedQuery) => ({ extensions: { persistedQuery } }));
  const asked = fc.oneof(json, parts, hash).map((body): [string, unknown] => ['/graphql', body]);
  await rage(1, fc.tuple(fc.oneof(asked, legacyBody), credentials), ([[path, body], who]) =>
    expectSound({ ...POST, target: path, headers: [...POST.headers, ...who()], body: jsonBytes(body) }),
  );
});

it('documents made of the schema’s own names', async () => {
  await rage(2, fc.tuple(document, json, credentials), ([query, variables, who]) => {
    const body = jsonBytes({ query, variables: { input: variables, id: MARKER } });
    return expectSound({ ...POST, target: '/graphql', headers: [...POST.headers, ...who()], body });
  });
});

it('variables of every operation', async () => {
  await rage(3, fc.tuple(operation, credentials), ([asked, who]) =>
    expectSound({ ...POST, target: '/graphql', headers: [...POST.headers, ...who()], body: jsonBytes(asked) }),
  );
});

it('addresses and query strings', async () => {
  const method = fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'OPTIONS', 'DELETE', 'PATCH');
  await rage(2, fc.tuple(method, target, credentials), ([verb, address, who]) =>
    expectSound({ method: verb, target: address, headers: who(), body: null }),
  );
});

it('headers', async () => {
  const asked = fc.constantFrom<[string, string, string | null]>(
    ['POST', '/graphql', '{"query":"{ me { id } trainers { nodes { name } } }"}'],
    ['GET', '/graphql?query={me{id}}', null],
    ['GET', '/api/auth/trainer/trainers', null],
    ['POST', '/api/auth/student/login', '{"email":"a@example.org"}'],
    ['OPTIONS', '/graphql', null],
  );
  await rage(1, fc.tuple(asked, headers, credentials), ([[method, address, body], sent, who]) =>
    expectSound({
      method,
      target: address,
      headers: [...who(), ...sent, ...POST.headers],
      body: body === null ? null : Buffer.from(body),
    }),
  );
});
