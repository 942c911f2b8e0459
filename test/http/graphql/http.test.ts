import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { answerOf, codesOf, dataOf, graphql } from '../../support/graphql';
import { select } from '../../support/rows';

const GRAPHQL_JSON = 'application/graphql-response+json';

let app: TestApp;
let trainer: Account;

beforeAll(async () => {
  app = await startApp({ env: { BODY_LIMIT: '20kb' } });
  trainer = await signUp(app, 'trainer');
});
afterAll(() => app.close());

const post = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  answerOf(
    await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    }),
  );

const ME = JSON.stringify({ query: '{ __typename }' });

describe('content types', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'application/json;charset="UTF-8"',
  ])('takes %s', async (type) => {
    expect(dataOf(await post(ME, { 'content-type': type }))).toEqual({ __typename: 'Query' });
  });

  it.each([
    'text/plain',
    'application/graphql',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'json',
    '',
  ])('refuses %j with 415', async (type) => {
    const answer = await post(ME, { 'content-type': type });
    expect(answer.status).toBe(415);
    expect(codesOf(answer)).toEqual(['UNSUPPORTED_MEDIA_TYPE']);
  });
});

describe('bodies', () => {
  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['text', '"x"'],
    ['a number', '1'],
    ['null', 'null'],
    ['a batch', `[${ME},${ME}]`],
    ['a batch of one', `[${ME}]`],
    ['an empty batch', '[]'],
    ['no query', '{}'],
    ['an empty query', '{"query":""}'],
    ['a query of space', '{"query":" \\n"}'],
    ['a null query', '{"query":null}'],
    ['a query that is a number', '{"query":1}'],
    ['an operation name that is a number', '{"query":"{__typename}","operationName":1}'],
    ['variables that are text', '{"query":"{__typename}","variables":"{}"}'],
    ['variables that are a list', '{"query":"{__typename}","variables":[]}'],
    ['extensions that are a list', '{"query":"{__typename}","extensions":[]}'],
    ['two byte order marks', `\uFEFF\uFEFF${ME}`],
    ['a hundred thousand levels', `{"query":"{__typename}","variables":${'[['.repeat(4_000)}`],
    ['deep variables', `{"query":"{__typename}","variables":{"a":${'['.repeat(64)}${']'.repeat(64)}}}`],
  ])('refuses %s with 400', async (_name, body) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(codesOf(answer)).toEqual(['BAD_REQUEST']);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('treats null as absent', async () => {
    const body = { query: '{ __typename }', variables: null, operationName: null, extensions: null };
    expect(dataOf(await post(JSON.stringify(body)))).toEqual({ __typename: 'Query' });
  });

  it('takes more levels than anybody needs', async () => {
    const body = `{"query":"{__typename}","variables":{"a":${'['.repeat(60)}${']'.repeat(60)}}}`;
    expect((await post(body)).status).toBe(200);
  });

  it('refuses more than BODY_LIMIT with 413, announced beforehand or not', async () => {
    const tooLong = JSON.stringify({ query: `{ __typename }#${'x'.repeat(20 * 1024)}` });
    const answer = await post(tooLong);
    expect(answer.status).toBe(413);
    expect(codesOf(answer)).toEqual(['PAYLOAD_TOO_LARGE']);
    const stream = new Blob([tooLong]).stream();
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: stream,
      duplex: 'half' as const,
    };
    expect((await fetch(`${app.url}/graphql`, init)).status).toBe(413);
  });

  it('ignores members it does not know', async () => {
    expect((await post('{"query":"{__typename}","other":[1]}')).status).toBe(200);
  });
});

describe('methods', () => {
  it.each(['PUT', 'PATCH', 'DELETE'])('refuses %s with 405 and tells which it takes', async (method) => {
    const response = await fetch(`${app.url}/graphql`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST');
    expect(codesOf(await answerOf(response))).toEqual(['METHOD_NOT_ALLOWED']);
  });

  it('answers queries by GET, with variables, an operation name and a token', async () => {
    const query = 'query A { __typename } query B($id: ID!) { trainer(id: $id) { id } }';
    const answer = await graphql(app.url, query, {
      method: 'GET',
      operationName: 'B',
      variables: { id: trainer.id },
      token: trainer.token,
    });
    expect(dataOf(answer)).toEqual({ trainer: { id: trainer.id } });
  });

  it.each([
    [
      'a mutation',
      'mutation { registerStudent(input: { name: "N", email: "get@example.org", password: "a long password", branch: "C" }) { token } }',
      undefined,
    ],
    ['a mutation among queries', 'query A { __typename } mutation B { logout }', 'B'],
    ['a mutation by a short name', 'mutation { __typename }', undefined],
  ])('refuses %s by GET with 405, and runs nothing', async (_name, query, operationName) => {
    const answer = await graphql(app.url, query, { method: 'GET', operationName, token: trainer.token });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
    expect(await select(app.databaseUrl, `SELECT id FROM users WHERE email = 'get@example.org'`)).toEqual([]);
    expect(codesOf(await graphql(app.url, '{ me { id } }', { token: trainer.token }))).toEqual([]);
  });

  it.each([
    ['no query', ''],
    ['variables that are no JSON', '?query={__typename}&variables={'],
    ['variables that are a list', '?query={__typename}&variables=[]'],
    ['two queries', '?query={__typename}&query={__typename}'],
  ])('refuses GET with %s by 400', async (_name, search) => {
    const response = await fetch(`${app.url}/graphql${search}`, { headers: { accept: 'application/json' } });
    expect(response.status).toBe(400);
    expect(codesOf(await answerOf(response))).toEqual(['BAD_REQUEST']);
  });
});

describe('Accept', () => {
  const REQUEST_ERRORS = [
    ['a parse error', '{'],
    ['a validation error', '{ nothing }'],
    ['a coercion error', 'query ($id: ID!) { trainer(id: $id) { id } }'],
    ['an operation nobody can tell', 'query A { __typename } query B { __typename }'],
    ['too many levels', `${'{ a '.repeat(13)}${'}'.repeat(13)}`],
  ] as const;

  it.each(REQUEST_ERRORS)('%s is 200 for application/json', async (_name, query) => {
    for (const accept of ['application/json', '*/*', 'text/html, application/json;q=0.9']) {
      const answer = await graphql(app.url, query, { headers: { accept } });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      expect(codesOf(answer)).toHaveLength(1);
    }
  });

  it.each(REQUEST_ERRORS)('%s is 400 for application/graphql-response+json', async (_name, query) => {
    const answer = await graphql(app.url, query, { headers: { accept: GRAPHQL_JSON } });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch(/^application\/graphql-response\+json/);
    expect(answer.body).not.toHaveProperty('data');
  });

  it.each([
    [GRAPHQL_JSON, GRAPHQL_JSON],
    [`${GRAPHQL_JSON}, application/json`, GRAPHQL_JSON],
    ['application/json', 'application/json'],
    ['*/*', 'application/json'],
    ['application/*', 'application/json'],
  ])('%s is answered by %s', async (accept, type) => {
    const answer = await graphql(app.url, '{ __typename }', { headers: { accept } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')?.split(';')[0]).toBe(type);
  });

  it('errors raised while executing are 200 for both', async () => {
    for (const accept of ['application/json', GRAPHQL_JSON]) {
      const answer = await graphql(app.url, '{ me { id } }', { headers: { accept } });
      expect(answer.status).toBe(200);
      expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
      expect(answer.body.data).toBeNull();
    }
  });
});

it('answers everything with the fixed headers', async () => {
  for (const answer of [
    await post(ME),
    await post('{'),
    await graphql(app.url, '{ me { id } }', { token: 'broken' }),
  ]) {
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.get('x-powered-by')).toBeNull();
    expect(answer.headers.get('cache-control')).toMatch(/no-store/);
  }
  expect((await post(ME, { 'x-request-id': 'mine-1234' })).headers.get('x-request-id')).toBe('mine-1234');
  expect((await post(ME, { 'x-request-id': 'short' })).headers.get('x-request-id')).not.toBe('short');
});
