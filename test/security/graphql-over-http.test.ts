import { serverAudits } from 'graphql-http';
import { request as sendRaw, type IncomingHttpHeaders } from 'node:http';
import { withstands } from '../support/afterwards';
import { signUp, startApp, type Account, type TestApp } from '../support/app';
import { codesOf, graphql } from '../support/graphql';
import { raw } from '../support/raw';

let app: TestApp;
let student: Account;

beforeAll(async () => {
  app = await startApp();
  student = await signUp(app, 'student');
});
afterAll(() => app.close());

describe('the audits of graphql-http', () => {
  const audits = serverAudits({ url: () => `${app.url}/graphql` });

  it('are all there', () => expect(audits).toHaveLength(61));

  it.each(audits.map(({ id, name, fn }) => [id, name, fn] as const))('%s %s', async (id, name, audit) => {
    // A failing one also brings its reason and the answer.
    expect(await audit()).toEqual({ id, name, status: 'ok' });
  });
});

interface Raw {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Sends exactly these headers, which no browser's `fetch` would let pass all. */
function send(method: string, path: string, headers: Record<string, string | string[]>, body?: string): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const sent = sendRaw(app.url + path, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on('error', reject).end(body);
  });
}

const EMAIL = 'forged@example.org';
const PASSWORD = 'a long enough one';
const FORGED = `mutation { registerStudent(input: { name: "F", email: "${EMAIL}", password: "${PASSWORD}", branch: "C" }) { token } }`;
const json = JSON.stringify({ query: FORGED });
const restJson = JSON.stringify({ name: 'F', email: EMAIL, password: PASSWORD, branch: 'C' });
const form = new URLSearchParams({ query: FORGED }).toString();
const parts = (content: string) =>
  ['--x', 'content-disposition: form-data; name="query"', '', content, '--x--', ''].join('\r\n');
const upload = [
  '--x',
  'content-disposition: form-data; name="operations"',
  '',
  json,
  '--x',
  'content-disposition: form-data; name="map"',
  '',
  '{}',
  '--x--',
  '',
].join('\r\n');

/** What a page of another site can have a browser send without asking the gateway first, and attempts to look like it. */
const SIMPLE: [what: string, type: string | string[] | undefined, graphqlBody: string][] = [
  ['JSON called text', 'text/plain', json],
  ['JSON called text, with a charset', 'text/plain; charset=utf-8', json],
  ['JSON called a form', 'application/x-www-form-urlencoded', json],
  ['a form', 'application/x-www-form-urlencoded', form],
  ['JSON in several parts', 'multipart/form-data; boundary=x', parts(json)],
  ['a query in several parts', 'multipart/form-data; boundary=x', parts(FORGED)],
  ['an upload', 'multipart/form-data; boundary=x', upload],
  ['no type', undefined, json],
  ['an empty type', '', json],
  ['text that names JSON as its charset', 'text/plain; charset=application/json', json],
  ['text that names JSON as a parameter', 'text/plain;application/json', json],
  ['text and JSON in one', 'text/plain, application/json', json],
  ['a form of the boundary JSON', 'multipart/form-data; boundary=application/json', json],
  ['text before a tab', 'text/plain\tapplication/json', json],
  ['a type that begins like JSON', 'application/jsonx', json],
  ['a type that begins with a space', ' text/plain; a="application/json"', json],
  ['text, and JSON in a second header', ['text/plain', 'application/json'], json],
];

describe('a page of another site', () => {
  const HEADERS = { origin: 'https://elsewhere.example', cookie: 'token=stolen; session=stolen' };

  it.each(SIMPLE)('executes nothing with %s', async (_what, type, graphqlBody) => {
    const headers = { ...HEADERS, ...(type !== undefined && { 'content-type': type }) };
    await withstands(app, student, async () => {
      const { status, headers: answered, text } = await send('POST', '/graphql', headers, graphqlBody);
      expect(status).toBe(415);
      expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }] });
      expect(answered).not.toHaveProperty('access-control-allow-origin');
      const onRest = await send('POST', '/api/auth/student/register', headers, restJson);
      expect(onRest.status).toBe(415);
      expect(JSON.parse(onRest.text)).toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
    });
  });

  it.each([
    ['GET', {}],
    ['HEAD', {}],
    ['GET', { 'x-http-method-override': 'POST' }],
    ['GET', { 'x-http-method-override': 'POST', 'content-type': 'application/json' }],
    ['GET', { 'apollo-require-preflight': 'true' }],
    ['OPTIONS', {}],
    ['PUT', { 'content-type': 'application/json' }],
    ['DELETE', { 'content-type': 'application/json' }],
  ])('changes nothing by %s with %j', async (method, extra) => {
    const search = new URLSearchParams({ query: FORGED }).toString();
    const token = { authorization: `Bearer ${student.token}` };
    await withstands(app, student, async () => {
      for (const address of [`/graphql?${search}`, `/graphql?${search}&operationName=`]) {
        const { text } = await send(method, address, { ...HEADERS, ...token, ...extra });
        expect(text).not.toContain('"data"');
      }
      const body = await send(
        method,
        '/graphql',
        { ...HEADERS, ...token, ...extra, 'content-length': String(json.length) },
        json,
      );
      expect(body.text).not.toContain('"data"');
    });
  });

  it('is not helped by a form that adds its fields to the address', async () => {
    const search = new URLSearchParams({ query: FORGED }).toString();
    const headers = { ...HEADERS, 'content-type': 'application/json', 'content-length': '0' };
    await withstands(app, student, async () => {
      const { status, text } = await send('POST', `/graphql?${search}`, headers);
      expect(status).toBe(400);
      expect(text).not.toContain('"data"');
    });
  });
});

describe('a body that is malformed', () => {
  const HEAD = `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;

  it.each([
    ['JSON that is cut off', '{"query":"{ __typename }"'],
    ['JSON with a comma too many', '{"query":"{ __typename }",}'],
    ['two documents', '{"query":"{ __typename }"}{"query":"{ __typename }"}'],
    ['one quoted in the other way', "{'query':'{ __typename }'}"],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]).toString('latin1')],
    ['a NUL', '\0'],
    ['compressed text', '\x1f\x8b\x08\0\0\0\0\0'],
    ['five thousand levels', `{"query":"{ __typename }","variables":{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}}`],
    [
      'five thousand levels of objects',
      `{"query":"{ __typename }","variables":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`,
    ],
    [
      'five thousand levels beside the point',
      `{"query":"{ __typename }","x":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
    ],
  ])('%s: an answer in GraphQL’s shape', async (_what, body) => {
    await withstands(app, student, async () => {
      const { status, text } = await send('POST', '/graphql', { 'content-type': 'application/json' }, body);
      expect(status).toBe(400);
      expect(JSON.parse(text)).toEqual({
        errors: [{ message: expect.any(String), extensions: expect.objectContaining({ code: 'BAD_REQUEST' }) }],
      });
    });
  });

  it('chunks that are none: the same, and the connection ends', async () => {
    await withstands(app, student, async () => {
      const text = await raw(app.url, `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`);
      expect(text).toMatch(/^HTTP\/1\.1 400 /);
      expect(JSON.parse(text.split('\r\n\r\n')[1] ?? '')).toMatchObject({
        errors: [{ extensions: { code: 'BAD_REQUEST' } }],
      });
    });
  });

  it('lengths that contradict each other smuggle nothing in', async () => {
    const smuggled = `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${json.length}\r\n\r\n${json}`;
    await withstands(app, student, async () => {
      for (const lengths of [
        'Content-Length: 0\r\nTransfer-Encoding: chunked\r\n',
        'Content-Length: 0\r\nContent-Length: 4\r\n',
        'Transfer-Encoding: chunked, identity\r\n',
      ]) {
        const text = await raw(app.url, `${HEAD}${lengths}\r\n0\r\n\r\n${smuggled}`);
        expect(text).toMatch(/^HTTP\/1\.1 400 /);
        expect(text.match(/^HTTP\/1\.1 /gm)).toHaveLength(1);
      }
    });
  });
});

it.each([
  ['two operations', [{ query: '{ __typename }' }, { query: '{ __typename }' }]],
  ['one', [{ query: '{ __typename }' }]],
  [
    'fifty sign-ins',
    Array(50).fill({ query: 'mutation { login(input: { email: "a@b.c", password: "x" }) { token } }' }),
  ],
])('a batch of %s is refused as a whole', async (_what, batch) => {
  await withstands(app, student, async () => {
    const body = JSON.stringify(batch);
    const { status, text } = await send('POST', '/graphql', { 'content-type': 'application/json' }, body);
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });
});

describe('in production', () => {
  let production: TestApp;
  beforeAll(async () => {
    production = await startApp({ env: { NODE_ENV: 'production', TRAINER_REGISTRATION: 'closed' } });
  });
  afterAll(() => production.close());

  it.each([
    '{ __schema { queryType { name } } }',
    '{ __type(name: "User") { name } }',
    '{ ... on Query { a: __schema { types { name } } } }',
    '{ ...F } fragment F on Query { __type(name: "Session") { fields { name } } }',
  ])('the schema is not revealed: %s', async (query) => {
    for (const method of ['GET', 'POST'] as const) {
      const answer = await graphql(production.url, query, { method });
      expect(codesOf(answer)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
      expect(answer.body).not.toHaveProperty('data');
    }
  });

  it.each([
    ['{ student { id } }', {}],
    ['{ studens { totalCount } }', {}],
    ['{ trainers { totalCont } }', {}],
    ['{ trainers(frst: 1) { totalCount } }', {}],
    ['{ me { ... on Studen { branch } } }', {}],
    ['mutation { logn }', {}],
    ['mutation { login(input: { emal: "a", password: "b" }) { token } }', {}],
    ['query ($x: LoginInpt!) { me { id } }', { x: {} }],
    ['mutation ($input: LoginInput!) { login(input: $input) { token } }', { input: { emal: 'a', password: 'b' } }],
    ['query ($on: Boolean) { me @includ(if: $on) { id } }', {}],
  ])('nothing is suggested: %s', async (query, variables) => {
    const answer = await graphql(production.url, query, { variables });
    expect(answer.body.errors?.length).toBeGreaterThan(0);
    expect(answer.text).not.toMatch(/did you mean/i);
    for (const name of ['students', 'totalCount', '"first']) expect(answer.text).not.toContain(name);
  });

  it('there is no explorer, and no other page either', async () => {
    for (const path of ['/explorer', '/explorer/', '/api/docs', '/graphiql', '/playground', '/altair', '/voyager']) {
      expect((await fetch(production.url + path)).status).toBe(404);
    }
    const headers = { accept: 'text/html' };
    const visit = await fetch(`${production.url}/graphql`, { headers, redirect: 'manual' });
    expect(visit.status).toBe(400);
    expect(await visit.text()).not.toContain('<');
    const root = await fetch(production.url, { headers, redirect: 'manual' });
    expect(root.headers.get('content-type')).toMatch(/json/);
  });
});
