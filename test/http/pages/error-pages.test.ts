import { readFileSync } from 'node:fs';
import { errorPage, ERROR_CATALOG, GRAPHQL_CODES, type ErrorCode } from '../../../src/platform/errors/codes';
import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { answerOf, codesOf, graphql, type Answer } from '../../support/graphql';
import { rest } from '../../support/rest';

let app: TestApp;
let student: Account;

beforeAll(async () => {
  app = await startApp({ env: { RATE_LIMIT_API: '1/1h', BODY_LIMIT: '2kb' } });
  student = await signUp(app, 'student');
});
afterAll(() => app.close());

const send = async (method: string, body: string | undefined, headers: Record<string, string>) =>
  answerOf(await fetch(`${app.url}/graphql`, { method, headers, body }));
const JSON_TYPE = { 'content-type': 'application/json' };
const hash = (version: number) => ({ extensions: { persistedQuery: { version, sha256Hash: 'a'.repeat(64) } } });
const LATER = 'input: { title: "T", startsAt: "2026-01-01T10:00:00Z", endsAt: "2026-01-01T11:00:00Z" }';
const REGISTER = 'mutation ($input: RegisterStudentInput!) { registerStudent(input: $input) { token } }';

/** How a client of GraphQL comes by each code. */
const ON_GRAPHQL: Record<string, () => Promise<Answer>> = {
  UNAUTHENTICATED: () => graphql(app.url, 'mutation { logout }'),
  'UNAUTHENTICATED of a token': () => graphql(app.url, '{ me { id } }', { token: 'none' }),
  FORBIDDEN: () => graphql(app.url, `mutation { createLecture(${LATER}) { id } }`, { token: student.token }),
  BAD_USER_INPUT: () => graphql(app.url, '{ trainers(first: 0) { totalCount } }', { token: student.token }),
  'BAD_USER_INPUT of a variable': () => graphql(app.url, REGISTER, { variables: { input: 1 } }),
  NOT_FOUND: async () => answerOf(await fetch(`${app.url}/graphql/none`)),
  CONFLICT: () => {
    const input = { name: 'N', branch: 'C', email: student.email, password: student.password };
    return graphql(app.url, REGISTER, { variables: { input } });
  },
  RATE_LIMITED: async () => {
    await graphql(app.url, '{ me { id } }');
    return graphql(app.url, '{ me { id } }');
  },
  BAD_REQUEST: () => send('POST', '{', JSON_TYPE),
  'BAD_REQUEST of a hash': () => graphql(app.url, '{ me { id } }', hash(1)),
  PAYLOAD_TOO_LARGE: () => send('POST', ' '.repeat(3_000), JSON_TYPE),
  UNSUPPORTED_MEDIA_TYPE: () => send('POST', '{}', { 'content-type': 'text/plain' }),
  METHOD_NOT_ALLOWED: () => send('PUT', '{}', JSON_TYPE),
  GRAPHQL_PARSE_FAILED: () => graphql(app.url, '{'),
  GRAPHQL_VALIDATION_FAILED: () => graphql(app.url, '{ nobody }'),
  'GRAPHQL_VALIDATION_FAILED of a large document': () => graphql(app.url, `{ ${'a: __typename '.repeat(16)} }`),
  OPERATION_RESOLUTION_FAILURE: () => graphql(app.url, 'query A { me { id } } query B { me { id } }'),
  PERSISTED_QUERY_NOT_FOUND: () => graphql(app.url, undefined, hash(1)),
  PERSISTED_QUERY_NOT_SUPPORTED: () => graphql(app.url, undefined, hash(2)),
};

it('asks for every code that can be had without an outage', () => {
  const outages = ['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR'];
  const asked = new Set(Object.keys(ON_GRAPHQL).map((name) => name.split(' ')[0]));
  expect([...asked, ...outages].sort()).toEqual([...Object.keys(ERROR_CATALOG), ...GRAPHQL_CODES].sort());
});

it.each(Object.keys(ON_GRAPHQL))('%s: a GraphQL client is led to its page', async (name) => {
  const [code] = name.split(' ');
  const answer = await ON_GRAPHQL[name]?.();
  expect(answer && codesOf(answer)).toEqual([code]);
  await expectPage(answer?.body.errors?.[0]?.extensions.url, code);
});

it.each([
  ['UNAUTHENTICATED', 'POST /api/auth/student/logout', undefined],
  ['BAD_USER_INPUT', 'POST /api/auth/student/login', { email: 1 }],
  ['METHOD_NOT_ALLOWED', 'DELETE /api/auth/trainer/trainers', undefined],
  ['NOT_FOUND', 'GET /none', undefined],
  ['BAD_REQUEST', 'GET /%zz', undefined],
] as [string, string, object | undefined][])('%s: a REST client is led to its page', async (code, request, sent) => {
  const { body } = await rest(app.url, request, { body: sent });
  expect(body['code']).toBe(code);
  await expectPage(String(body['type']), code);
});

it.each([...(Object.keys(ERROR_CATALOG) as ErrorCode[]), ...GRAPHQL_CODES])('%s: the gateway shows its page', (code) =>
  expectPage(errorPage(code), code),
);

it('shows nothing else that lies there', async () => {
  expect((await rest(app.url, 'GET /docs/errors/README.md')).status).toBe(404);
  expect((await rest(app.url, 'GET /docs/errors/..%2F..%2Fpackage.json')).status).toBe(404);
});

async function expectPage(url: string | undefined, code: string | undefined): Promise<void> {
  const page = await fetch(new URL(url ?? '', `${app.url}/graphql`));
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await page.text()).toBe(readFileSync(`docs/errors/${code}.md`, 'utf8'));
}
