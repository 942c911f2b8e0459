import jwt from 'jsonwebtoken';
import { request } from 'node:http';
import { JWT_SECRET, signUp, startApp, type Account, type TestApp } from '../support/app';
import { codesOf, dataOf, graphql } from '../support/graphql';
import { select } from '../support/rows';

const PREVIOUS = 'the secret that was in use before this one';
const CREATE = `mutation { createLecture(input: {
  title: "T", startsAt: "2026-05-01T09:00:00Z", endsAt: "2026-05-01T10:00:00Z" }) { id } }`;

let app: TestApp;
let trainer: Account;
let claims: { sub: string; jti: string; exp: number };

beforeAll(async () => {
  app = await startApp({ env: { JWT_SECRET_PREVIOUS: PREVIOUS } });
  trainer = await signUp(app, 'trainer');
  claims = jwt.verify(trainer.token, JWT_SECRET) as typeof claims;
});
afterAll(() => app.close());

const soon = () => Math.floor(Date.now() / 1000) + 600;
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** Signs whatever it is given, also what jsonwebtoken would refuse to sign. */
const sign = (
  payload: unknown,
  { secret = JWT_SECRET, algorithm = 'HS256' }: { secret?: string; algorithm?: jwt.Algorithm } = {},
) => jwt.sign(JSON.stringify(payload), secret, { algorithm });
const unsigned = (header: object) => `${part(header)}.${part(claims)}.`;

/** Sends the header as it stands. */
const withHeader = (authorization: string, query = CREATE) => graphql(app.url, query, { headers: { authorization } });

const lectures = () => select(app.databaseUrl, 'SELECT id FROM lectures');

async function expectRefused(authorization: string): Promise<void> {
  const before = await lectures();
  const answer = await withHeader(authorization);
  expect(answer.status).toBe(401);
  expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
  expect(answer.body).not.toHaveProperty('data');
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  expect(await lectures()).toEqual(before);
}

describe('a token is refused, and nothing runs', () => {
  it.each<[string, () => string]>([
    ['without exp', () => sign({ sub: claims.sub, jti: claims.jti })],
    ['with exp as text', () => sign({ ...claims, exp: String(claims.exp) })],
    ['with exp null', () => sign({ ...claims, exp: null })],
    ['with exp true', () => sign({ ...claims, exp: true })],
    ['with exp in a list', () => sign({ ...claims, exp: [claims.exp] })],
    ['past its exp', () => sign({ ...claims, exp: soon() - 1_200 })],
    ['before its nbf', () => sign({ ...claims, nbf: soon() })],
    ['with nbf as text', () => sign({ ...claims, nbf: '1' })],
    ['issued in the future', () => sign({ ...claims, iat: soon() })],
    ['issued at a text', () => sign({ ...claims, iat: 'now' })],
    ['without sub', () => sign({ jti: claims.jti, exp: claims.exp })],
    ['with a sub that is no id', () => sign({ ...claims, sub: 'x' })],
    ['with sub as a number', () => sign({ ...claims, sub: 1 })],
    ['with another user’s sub', () => sign({ ...claims, sub: '018f0000-0000-7000-8000-000000000000' })],
    ['without jti', () => sign({ sub: claims.sub, exp: claims.exp })],
    ['with jti as a number', () => sign({ ...claims, jti: 1 })],
    ['with a jti that is no session', () => sign({ ...claims, jti: 'AAAAAAAAAAAAAAAAAAAAAA' })],
    ['that is no object', () => sign('x')],
    ['that is null', () => sign(null)],
    ['of another secret', () => sign(claims, { secret: `${JWT_SECRET}.` })],
    ['of HS384', () => sign(claims, { algorithm: 'HS384' })],
    ['of HS512', () => sign(claims, { algorithm: 'HS512' })],
    ['of no algorithm', () => unsigned({ alg: 'none', typ: 'JWT' })],
    ['of NONE', () => unsigned({ alg: 'NONE', typ: 'JWT' })],
    ['without a signature', () => unsigned({ alg: 'HS256', typ: 'JWT' })],
    ['cut short', () => trainer.token.slice(0, -2)],
    ['with a payload of its own', () => trainer.token.replace(/\.[^.]+\./, `.${part({ ...claims, x: 1 })}.`)],
    ['that is garbage', () => 'garbage'],
    ['that is very long', () => sign({ ...claims, x: 'x'.repeat(9_000) })],
  ])('%s', (_name, token) => expectRefused(`Bearer ${token()}`));

  it.each<[string, () => string]>([
    ['of another scheme', () => `Basic ${trainer.token}`],
    ['without a scheme', () => trainer.token],
    ['without a token', () => 'Bearer'],
    ['of two tokens', () => `Bearer ${trainer.token} ${trainer.token}`],
    ['of two tokens in a list', () => `Bearer ${trainer.token}, Bearer ${trainer.token}`],
    ['of what a program left', () => 'Bearer undefined'],
  ])('in a header %s', (_name, header) => expectRefused(header()));

  it.each<[string, () => string[]]>([
    ['twice the same', () => [`Bearer ${trainer.token}`, `Bearer ${trainer.token}`]],
    ['a good one first', () => [`Bearer ${trainer.token}`, 'Bearer x']],
    ['a good one last', () => ['Bearer x', `Bearer ${trainer.token}`]],
    ['an empty one first', () => ['', `Bearer ${trainer.token}`]],
  ])('in two headers: %s', async (_name, values) => {
    expect([400, 401]).toContain(await statusOfHeaders(values()));
  });
});

describe('a token is accepted', () => {
  it.each<[string, () => string]>([
    ['as it was given', () => `Bearer ${trainer.token}`],
    ['under a scheme in small letters', () => `bearer ${trainer.token}`],
    ['with space around it', () => `Bearer   ${trainer.token} `],
    ['of the previous secret', () => `Bearer ${sign(claims, { secret: PREVIOUS })}`],
    ['with nbf and iat that lie behind', () => `Bearer ${sign({ ...claims, nbf: soon() - 900, iat: soon() - 900 })}`],
  ])('%s', async (_name, header) => {
    expect(dataOf(await withHeader(header(), '{ me { id } }'))).toEqual({ me: { id: trainer.id } });
  });

  it('is not the previous secret that signs', () => {
    expect(() => jwt.verify(trainer.token, PREVIOUS)).toThrow();
  });
});

it('treats an empty header as none', async () => {
  const answer = await withHeader('', '{ me { id } }');
  expect(answer.status).toBe(200);
  expect(codesOf(answer)).toEqual(['UNAUTHENTICATED']);
});

describe('with a broken token', () => {
  const LOGIN = () => `login(input: { email: "${trainer.email}", password: "${trainer.password}" }) { token }`;
  const ask = (query: string, operationName?: string) =>
    graphql(app.url, query, { token: 'broken', ...(operationName && { operationName }) });

  it.each<[string, () => string, string?]>([
    ['login', () => `mutation { ${LOGIN()} }`],
    ['login by other names', () => `mutation { logout: ${LOGIN()} me: ${LOGIN()} }`],
    ['login in fragments', () => `mutation { ...A } fragment A on Mutation { ... on Mutation { ... { ${LOGIN()} } } }`],
    ['the login among other operations', () => `mutation In { ${LOGIN()} } mutation Out { logout }`, 'In'],
    [
      'registration',
      () => `mutation { registerStudent(input: {
        name: "N", email: "new@example.org", password: "a long password", branch: "C" }) { token } }`,
    ],
  ])('%s works', async (_name, query, ...[operationName]) => {
    const answer = await ask(query(), operationName);
    expect(answer.status).toBe(200);
    expect(codesOf(answer)).toEqual([]);
  });

  it.each<[string, () => string, string?]>([
    ['a field called login', () => 'mutation { login: logout }'],
    ['an operation called login', () => 'mutation login { logout }'],
    ['a query with a field called login', () => '{ login: me { id } }'],
    ['another field beside login', () => `mutation { ${LOGIN()} logout }`],
    ['another field beside login, left out', () => `mutation { ${LOGIN()} logout @skip(if: true) }`],
    ['another field in a fragment', () => `mutation { ${LOGIN()} ...A } fragment A on Mutation { logout }`],
    ['another field in fragments that go in circles', () => `mutation { ...A } fragment A on Mutation { ...A logout }`],
    ['an unknown fragment', () => `mutation { ${LOGIN()} ...B }`],
    ['the logout among other operations', () => `mutation In { ${LOGIN()} } mutation Out { logout }`, 'Out'],
    ['nobody knows which operation', () => `mutation In { ${LOGIN()} } mutation Out { logout }`],
    ['what everybody may read', () => '{ __typename }'],
    ['what does not parse', () => '{'],
  ])('%s does not', async (_name, query, ...[operationName]) => {
    expect((await ask(query(), operationName)).status).toBe(401);
  });
});

/** fetch joins equal headers to one; this sends each on a line of its own. */
function statusOfHeaders(authorization: string[]): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = ['Content-Type', 'application/json', ...authorization.flatMap((value) => ['Authorization', value])];
    const sent = request(`${app.url}/graphql`, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end(JSON.stringify({ query: '{ me { id } }' }));
  });
}
