import { contentTypeFor } from '../../../src/http/graphql/negotiation';
import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { answerOf, codesOf, graphql } from '../../support/graphql';
import { rest } from '../../support/rest';
import { select } from '../../support/rows';
import { untilReplayed } from '../../support/work';

const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_TYPE = 'application/graphql-response+json; charset=utf-8';

/** Accept headers that leave no content type. */
const REFUSED = [
  'text/plain',
  'text/*',
  'text/html',
  'application/xml, text/html;q=0.9',
  'multipart/mixed',
  'application/json;q=0',
  'application/json;q=0.000',
  'application/json; q=0, application/graphql-response+json;Q=0.0',
  '*/*;q=0',
  'application/*;q=0, */*',
  'application/json;charset=iso-8859-1',
  'application/json;q=nonsense',
  'application/jsonp',
  'json',
  ';',
  ',',
  'text/plain; x=", application/json"',
];

describe('the content type for', () => {
  it.each([
    [undefined, JSON_TYPE],
    ['', JSON_TYPE],
    ['*/*', JSON_TYPE],
    ['*', JSON_TYPE],
    ['application/*', JSON_TYPE],
    ['application/json', JSON_TYPE],
    ['Application/JSON', JSON_TYPE],
    ['application/json;charset=UTF-8', JSON_TYPE],
    ['application/json; charset="utf-8"', JSON_TYPE],
    ['application/json; charset=utf8; q=0.1', JSON_TYPE],
    ['application/graphql-response+json', GRAPHQL_TYPE],
    ['application/graphql-response+json, application/json;q=0.9', GRAPHQL_TYPE],
    ['application/json;q=0.9,application/graphql-response+json', GRAPHQL_TYPE],
    ['application/json, application/graphql-response+json', JSON_TYPE],
    ['application/graphql-response+json, application/json', GRAPHQL_TYPE],
    ['application/graphql-response+json;q=0, application/json', JSON_TYPE],
    ['application/json;q=0, */*', GRAPHQL_TYPE],
    ['application/graphql-response+json;q=0.2, */*;q=0.8', JSON_TYPE],
    ['application/graphql-response+json, */*;q=0.8', GRAPHQL_TYPE],
    ['text/html, application/xhtml+xml, */*;q=0.8', JSON_TYPE],
    ['multipart/mixed;deferSpec=20220824, application/json', JSON_TYPE],
    ['text/plain;x="a,application/xml;q=1", application/json', JSON_TYPE],
    ['text/html, image/gif, *; q=.2, */*; q=.2', JSON_TYPE],
    [' application/json ; q=1.000 ,', JSON_TYPE],
  ])('%j is %s', (accept, type) => expect(contentTypeFor(accept)).toBe(type));

  it.each(REFUSED)('%j is none', (accept) => expect(contentTypeFor(accept)).toBeNull());

  it.each([
    ['quotes that are never closed', `"${'\\"'.repeat(7_500)}`],
    ['the same, ended by a backslash', `"${'\\"'.repeat(7_500)}\\`],
    ['the same in a parameter', `a;"${'\\";'.repeat(4_500)}`],
    ['quotes and commas', '"a,'.repeat(5_000)],
  ])('a header of 15,000 characters is read in a few milliseconds: %s', (_what, accept) => {
    contentTypeFor(accept);
    const begun = performance.now();
    contentTypeFor(accept);
    expect(performance.now() - begun).toBeLessThan(100);
  });
});

describe('a request that takes none of the content types', () => {
  let app: TestApp;
  let trainer: Account;
  beforeAll(async () => {
    const env = {
      RATE_LIMIT_LOGIN: '3/15m',
      RATE_LIMIT_LOGIN_IP: '50/15m',
      RATE_LIMIT_REGISTER: '3/15m',
      RATE_LIMIT_API: '3/15m',
      RATE_LIMIT_USER: '30/1m',
    };
    app = await startApp({ env });
    trainer = await signUp(app, 'trainer');
  });
  afterAll(() => app.close());

  /** All that an executed operation would have changed. */
  const traces = async () => ({
    lectures: await select(app.databaseUrl, 'SELECT count(*) FROM lectures'),
    users: await select(app.databaseUrl, 'SELECT count(*) FROM users'),
    sessions: await app.redis.hgetall(`session:{${trainer.id}}`),
    limits: (await app.redis.keys('*')).filter((key) => key.includes('rate')).sort(),
  });

  const CREATE =
    'mutation { createLecture(input: { title: "T", startsAt: "2030-01-01T10:00:00Z", endsAt: "2030-01-01T11:00:00Z" }) { id } }';
  const credentials = () => `email: "${trainer.email}", password: "${trainer.password}"`;
  const OPERATIONS: [string, () => string][] = [
    ['createLecture', () => CREATE],
    ['login', () => `mutation { login(input: { ${credentials()} }) { token } }`],
    [
      'registerStudent',
      () =>
        'mutation { registerStudent(input: { name: "N", email: "refused@example.org", password: "a long password", branch: "C" }) { token } }',
    ],
    ['logout', () => 'mutation { logout }'],
    ['a query', () => '{ lectures { totalCount } }'],
  ];

  it.each(OPERATIONS)('executes nothing: %s', async (_name, query) => {
    const before = await traces();
    for (const accept of ['text/plain', 'application/json;q=0', 'text/html, */*;q=0']) {
      for (const token of [trainer.token, undefined]) {
        const answer = await graphql(app.url, query(), { token, headers: { accept } });
        expect([accept, answer.status]).toEqual([accept, 406]);
        expect(codesOf(answer)).toEqual(['BAD_REQUEST']);
      }
    }
    expect(await traces()).toEqual(before);
  });

  it('is refused by GET and HEAD too, and after the same query was answered', async () => {
    const address = `${app.url}/graphql?query={lectures{totalCount}}`;
    const headers = { authorization: `Bearer ${trainer.token}` };
    await untilReplayed(app, async () => (await fetch(address, { headers })).text());
    const refused = await fetch(address, { headers: { ...headers, accept: 'text/plain' } });
    expect(refused.status).toBe(406);
    expect(codesOf(await answerOf(refused))).toEqual(['BAD_REQUEST']);
    const head = await fetch(address, { method: 'HEAD', headers: { ...headers, accept: 'application/json;q=0' } });
    expect(head.status).toBe(406);
  });

  it('first learns that it has no query', async () => {
    const headers = { accept: 'text/plain' };
    expect((await graphql(app.url, undefined, { headers })).status).toBe(400);
  });

  it('is answered by REST, which has JSON only', async () => {
    const headers = { accept: 'text/plain' };
    const { status, headers: answered } = await rest(app.url, 'GET /api/auth/lecture/all', {
      token: trainer.token,
      headers,
    });
    expect(status).toBe(200);
    expect(answered.get('content-type')).toBe(JSON_TYPE);
  });
});
