import { createHash } from 'node:crypto';
import { signUp, startApp, type Account, type TestApp } from '../support/app';
import { codesOf, dataOf, graphql, type Answer } from '../support/graphql';

let app: TestApp;
let student: Account;

beforeAll(async () => {
  app = await startApp();
  student = await signUp(app, 'student');
});
afterAll(() => app.close());

const hashOf = (query: string) => createHash('sha256').update(query).digest('hex');
const extensionsOf = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });

function ask(query: string | undefined, hash: string, method: 'GET' | 'POST' = 'POST'): Promise<Answer> {
  return graphql(app.url, query, { extensions: extensionsOf(hash), method, token: student.token });
}

describe.each(['GET', 'POST'] as const)('by %s', (method) => {
  it('a query is asked for once, then known by its hash', async () => {
    const query = `query ${method} { me { id } }`;
    const unknown = await ask(undefined, hashOf(query), method);
    expect(unknown.status).toBe(200);
    expect(codesOf(unknown)).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    expect(unknown.body.errors?.[0]?.message).toBe('PersistedQueryNotFound'); // Apollo Client looks for this text
    const sent = await ask(query, hashOf(query), method);
    expect(dataOf(sent)).toEqual({ me: { id: student.id } });
    const known = await ask(undefined, hashOf(query), method);
    expect(dataOf(known)).toEqual({ me: { id: student.id } });
    expect(dataOf(await ask(undefined, hashOf(query).toUpperCase(), method))).toEqual({ me: { id: student.id } });
  });
});

it('takes variables anew each time', async () => {
  const query = 'query ($id: ID!) { trainer(id: $id) { id } }';
  const trainer = await signUp(app, 'trainer');
  await ask(query, hashOf(query));
  const extensions = extensionsOf(hashOf(query));
  for (const id of [trainer.id, student.id]) {
    const answer = await graphql(app.url, undefined, { extensions, variables: { id }, token: student.token });
    expect(dataOf(answer)).toEqual({ trainer: id === trainer.id ? { id } : null });
  }
});

it('does not keep a query under another’s hash', async () => {
  const query = '{ sessions { id } }';
  const hash = hashOf('{ me { id } }');
  expect(codesOf(await ask(query, hash))).toEqual(['BAD_REQUEST']);
  expect(codesOf(await ask(undefined, hash))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
});

it('grants no permission', async () => {
  const query = '{ students { totalCount } }';
  await ask(query, hashOf(query));
  const anonymous = await graphql(app.url, undefined, { extensions: extensionsOf(hashOf(query)) });
  expect(codesOf(anonymous)).toEqual(['UNAUTHENTICATED']);
  expect(codesOf(await ask(undefined, hashOf(query)))).toEqual(['FORBIDDEN']);
});

it('runs no mutation by GET, however it was kept', async () => {
  const query = 'mutation { logout }';
  const session = await signUp(app, 'student');
  const extensions = extensionsOf(hashOf(query));
  expect((await graphql(app.url, query, { extensions, method: 'GET', token: session.token })).status).toBe(405);
  await graphql(app.url, query, { extensions });
  expect((await graphql(app.url, undefined, { extensions, method: 'GET', token: session.token })).status).toBe(405);
  expect(codesOf(await graphql(app.url, '{ me { id } }', { token: session.token }))).toEqual([]);
});

it('does not keep what is above the ceilings', async () => {
  const query = `{ ${'a '.repeat(51)}}`;
  expect(codesOf(await ask(query, hashOf(query)))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  expect(codesOf(await ask(undefined, hashOf(query)))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
});

it.each([[2], ['1'], [null], [undefined], [[{ toString: [] }]]])('knows version 1 only, not %j', async (version) => {
  const query = '{ __typename }';
  const extensions = { persistedQuery: { version, sha256Hash: hashOf(query) } };
  const answer = await graphql(app.url, query, { extensions });
  expect(codesOf(answer)).toEqual(['PERSISTED_QUERY_NOT_SUPPORTED']);
});
