import { once } from 'node:events';
import { request as sendHttp, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { Client } from 'pg';
import { expectServed } from '../support/afterwards';
import { signUp, startApp, type Account, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { graphql } from '../support/graphql';
import { raw } from '../support/raw';
import { rest } from '../support/rest';

const LISTED = 'https://app.example.com';
const REQUEST_ID = 'the-request-of-the-test-1';

let app: TestApp;
let trainer: Account;

beforeAll(async () => {
  app = await startApp({ env: { CORS_ORIGINS: LISTED, HSTS: 'on', BODY_LIMIT: '2kb' } });
  trainer = await signUp(app, 'trainer');
});
afterAll(() => app.close());

interface Asked {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

function send({ method = 'GET', path, headers = {}, body }: Asked): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = sendHttp(app.url + path, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on('error', reject).end(body);
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };
const query = (text: string) => JSON.stringify({ query: text });

/** One answer of every kind. */
const ANSWERS: [what: string, status: number, asked: Asked][] = [
  ['a page', 200, { path: '/explorer' }],
  ['the reference', 200, { path: '/api/docs' }],
  ['the status page', 200, { path: '/status' }],
  ['the way to the page', 302, { path: '/' }],
  ['an answer', 200, { method: 'POST', path: '/graphql', headers: JSON_TYPE, body: query('{ __typename }') }],
  ['an answer by GET', 200, { path: '/graphql?query={__typename}' }],
  ['the OpenAPI document', 200, { path: '/api/openapi.json' }],
  ['health', 200, { path: '/health' }],
  ['metrics', 200, { path: '/metrics' }],
  ['a preflight', 204, { method: 'OPTIONS', path: '/graphql', headers: { 'access-control-request-method': 'POST' } }],
  ['OPTIONS that are no preflight', 204, { method: 'OPTIONS', path: '/graphql' }],
  ['no query', 400, { method: 'POST', path: '/graphql', headers: JSON_TYPE, body: '{}' }],
  ['an address that cannot be decoded', 400, { path: '/api/auth/lecture/%zz' }],
  ['an address below /graphql that cannot be decoded', 400, { path: '/graphql/%zz' }],
  ['a token that is none', 401, { path: '/api/auth/lecture/all', headers: { authorization: 'Bearer x' } }],
  ['nothing', 404, { path: '/nothing' }],
  ['nothing below /graphql', 404, { path: '/graphql/nothing' }],
  ['a file that is none', 404, { path: '/assets/../../package.json' }],
  ['a method that is not allowed', 405, { method: 'DELETE', path: '/graphql' }],
  ['a method that no path has', 405, { method: 'PROPFIND', path: '/graphql' }],
  ['a mutation by GET', 405, { path: `/graphql?query=${encodeURIComponent('mutation{logout}')}` }],
  ['a body that is too large', 413, { method: 'POST', path: '/graphql', headers: JSON_TYPE, body: 'x'.repeat(3_000) }],
  [
    'a type that is not taken',
    415,
    { method: 'POST', path: '/graphql', headers: { 'content-type': 'text/plain' }, body: 'x' },
  ],
  ['an expectation that nobody has', 200, { path: '/livez', headers: { expect: 'the-unexpected' } }],
  [
    'fields that are not valid',
    422,
    { method: 'POST', path: '/api/auth/student/login', headers: JSON_TYPE, body: '{}' },
  ],
];

const SAFE = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': expect.stringMatching(/^default-src 'none'; .*frame-ancestors 'none'$/),
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
};

describe.each(ANSWERS)('%s', (_what, status, asked) => {
  const from = (origin: string) =>
    send({ ...asked, headers: { ...asked.headers, origin, 'x-request-id': REQUEST_ID } });

  it('carries its request’s id and the safe headers', async () => {
    const answer = await from(LISTED);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ ...SAFE, 'x-request-id': REQUEST_ID });
    for (const name of ['x-powered-by', 'server', 'set-cookie']) expect(answer.headers).not.toHaveProperty(name);
    if (status >= 400) expect(answer.headers['cache-control']).toMatch(/no-store/);
  });

  it('is for the pages of listed origins to read, and for no others', async () => {
    const listed = await from(LISTED);
    expect(listed.headers['access-control-allow-origin']).toBe(LISTED);
    expect(listed.headers['vary']).toMatch(/Origin/i);
    for (const origin of [
      'https://evil.example',
      `${LISTED}.evil.example`,
      'https://app.example.com:8443',
      'null',
      '*',
      '',
    ]) {
      const { headers } = await from(origin);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
      expect(headers['vary']).toMatch(/Origin/i);
    }
    expect(listed.headers).not.toHaveProperty('access-control-allow-credentials');
  });
});

describe('what HTTP cannot read', () => {
  const HOST = 'Host: x\r\n';

  it.each([
    ['headers that are too large', 431, `GET / HTTP/1.1\r\n${HOST}X: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['an address that is too long', 431, `GET /graphql?query=${'x'.repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`],
    ['a method that is none', 400, `GRAPHQL / HTTP/1.1\r\n${HOST}\r\n`],
    ['a header without a name', 400, `GET / HTTP/1.1\r\n${HOST}: x\r\n\r\n`],
    ['no host', 400, 'GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['another protocol', 400, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    [
      'a chunk that is none',
      400,
      `POST /graphql HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
    ],
  ])('%s', async (_what, status, bytes) => {
    const [head = '', body = ''] = (await raw(app.url, bytes)).split('\r\n\r\n');
    const [line, ...lines] = head.split('\r\n');
    expect(line).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const pairs = lines.map((one) => [one.slice(0, one.indexOf(':')), one.slice(one.indexOf(':') + 2)] as const);
    const headers = Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value]));
    expect(headers).toMatchObject({ ...SAFE, 'x-request-id': expect.any(String), 'cache-control': 'no-store' });
    const parsed = JSON.parse(body) as { code?: string; status?: number; errors?: unknown };
    if (bytes.includes('/graphql')) expect(parsed).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    else expect(parsed).toMatchObject({ code: 'BAD_REQUEST', status, requestId: headers['x-request-id'] });
  });
});

it('a request that has begun when the gateway closes is answered like any other', async () => {
  const closing = await startApp();
  const { hostname, port } = new URL(closing.url);
  let text = '';
  const socket = connect({ host: hostname, port: Number(port) });
  socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  const ended = once(socket, 'close');
  socket.write('GET /graphql/nothing HTTP/1.1\r\nHost: x\r\n');
  await expectServed(closing, await signUp(closing, 'trainer')); // by then it has been seen
  const closed = closing.close();
  const isClosed = () =>
    fetch(`${closing.url}/livez`).then(
      () => false,
      () => true,
    );
  await eventually(isClosed);
  socket.write('\r\n');
  await Promise.all([closed, ended]);
  const [head = '', body = ''] = text.split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1\.1 404 /);
  expect(head).toMatch(/^x-content-type-options: nosniff$/m);
  expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
});

describe('what names a person', () => {
  it('is kept by no cache on the way', async () => {
    const { token, id, email, password } = trainer;
    const answers = [
      await graphql(app.url, '{ me { email } }', { token }),
      await graphql(app.url, '{ students { nodes { email } } }', { token }),
      await graphql(app.url, '{ students { nodes { email } } }', { token }),
      await graphql(app.url, '{ sessions { ip } }', { token }),
      await graphql(app.url, `mutation { login(input: { email: "${email}", password: "${password}" }) { token } }`),
      await rest(app.url, 'POST /api/auth/trainer/login', { body: { email, password } }),
      await rest(app.url, 'POST /api/auth/student/login', { body: { email, password } }),
      await graphql(app.url, `{ student(id: "${id}") { email } }`, { token: 'x' }),
    ];
    for (const { headers } of answers) expect(headers.get('cache-control')).toMatch(/^(private, )?no-store$/);
    for (const { status, headers } of answers)
      if (status === 200) expect(headers.get('cache-control')).toBe('private, no-store');
  });

  it('by GET it may be kept by whoever asked, and is asked for again each time', async () => {
    const { token, id } = trainer;
    for (const answer of [
      await graphql(app.url, '{ me { email } }', { token, method: 'GET' }),
      await rest(app.url, `GET /api/auth/trainer/trainer/${id}`, { token }),
    ]) {
      expect(answer.headers.get('cache-control')).toBe('private, no-cache');
      expect(answer.headers.get('etag')).toMatch(/^W\/"/);
      expect(answer.headers.get('vary')).toMatch(/Authorization/);
    }
  });
});

/** What no client needs to know: statements, places, other software, and how they fit together. */
const INSIDE =
  /select|insert into|update .*set|relation|column \\"|constraint|duplicate|postgres|prisma|redis|argon|node_modules|\.[jt]s\b|\/work|\/src|\/dist|\bat \w+.*\(|stack|ECONN|ENOENT|127\.0\.0\.1|undefined|TypeError|syntax error/i;

describe('an error that nobody expected', () => {
  let broken: TestApp;
  let reader: Account;
  let admin: Account;
  beforeAll(async () => {
    broken = await startApp();
    reader = await signUp(broken, 'trainer');
    admin = await signUp(broken, 'admin');
    await sql(broken, 'ALTER TABLE students RENAME COLUMN branch TO course_that_was_renamed');
    await sql(broken, `ALTER TABLE lectures ADD CONSTRAINT no_lecture_at_all CHECK (title = 'never')`);
  });
  afterAll(() => broken.close());

  const REGISTER = `mutation { registerStudent(input: { name: "N", email: "n@example.org", password: "a long password", branch: "C" }) { token } }`;
  const CREATE =
    'mutation { createLecture(input: { title: "T", startsAt: "2026-11-22T10:00:00Z", endsAt: "2026-11-22T11:00:00Z" }) { id } }';

  it.each([
    ['a read', '{ students { nodes { id } } }'],
    ['a read among others', '{ trainers { totalCount } students { nodes { id } } }'],
    ['a registration', REGISTER],
    ['a write that a constraint refuses', CREATE],
  ])('of %s tells its request’s id and no more', async (_what, document) => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const headers = { 'x-request-id': REQUEST_ID, accept };
      const answer = await graphql(broken.url, document, { token: reader.token, headers });
      expect(answer.body.errors).toHaveLength(1);
      const [error] = answer.body.errors ?? [];
      expect(error?.message).toBe('An unexpected error occurred. If it happens again, report the request id.');
      const { code, requestId, ...rest } = error?.extensions ?? {};
      expect({ code, requestId }).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId: REQUEST_ID });
      expect(Object.keys(rest)).toEqual(['url']);
      expect(answer.headers.get('x-request-id')).toBe(REQUEST_ID);
      expect(answer.text).not.toMatch(INSIDE);
    }
    await expectServed(broken, admin);
  });

  it.each([
    ['a read', 'GET /api/auth/student/students', undefined],
    [
      'a registration',
      'POST /api/auth/student/register',
      { name: 'N', email: 'm@example.org', password: 'a long password', branch: 'C' },
    ],
  ])('of %s by REST tells the same', async (_what, request, body) => {
    const answer = await rest(broken.url, request, {
      token: reader.token,
      body,
      headers: { 'x-request-id': REQUEST_ID },
    });
    expect(answer.status).toBe(500);
    expect(answer.body).toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
      detail: 'An unexpected error occurred. If it happens again, report the request id.',
      requestId: REQUEST_ID,
    });
    expect(answer.text).not.toMatch(INSIDE);
    await expectServed(broken, admin);
  });
});

async function sql({ databaseUrl }: TestApp, statement: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
