import { signUp, startApp, type Account, type TestApp } from '../support/app';
import { answerOf, graphql, type Answer } from '../support/graphql';

/*
 * Whatever is sent and refused may be a password in the wrong place: no answer repeats it.
 */
const MARKER = 'hunter2Zx9';
/** Not even its beginning. */
const BEGINNING = 'hunt';

let app: TestApp;
let trainer: Account;

beforeAll(async () => {
  app = await startApp();
  trainer = await signUp(app, 'trainer');
});
afterAll(() => app.close());

function expectSilentRefusal({ body, text }: Answer): void {
  expect(body.errors?.length).toBeGreaterThan(0);
  expect(text.toLowerCase()).not.toContain(BEGINNING);
  for (const { message, extensions } of body.errors ?? []) {
    expect(message).not.toBe('');
    expect(extensions.code).not.toBe('INTERNAL_SERVER_ERROR');
  }
}

const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { token } }';

describe('in the document', () => {
  it.each([
    ['a name after a string that ended too early', `mutation { login(input: { email: "a" password: "x"${MARKER}" }) }`],
    ['a value without quotes', `mutation { login(input: { email: "a", password: ${MARKER} }) { token } }`],
    ['a value without quotes for a number', `{ trainers(first: ${MARKER}) { totalCount } }`],
    ['text for a number', `{ trainers(first: "${MARKER}") { totalCount } }`],
    ['text for a number, as a block', `{ trainers(first: """${MARKER}""") { totalCount } }`],
    ['an object for text', `{ trainers(search: { ${MARKER}: "${MARKER}" }) { totalCount } }`],
    ['a list for text', `{ trainers(search: ["${MARKER}"]) { totalCount } }`],
    ['an object for an id', `{ trainer(id: { a: "${MARKER}" }) { id } }`],
    ['a text for a moment', `{ lectures(from: "${MARKER}") { totalCount } }`],
    ['a value without quotes for a moment', `{ lectures(from: ${MARKER}) { totalCount } }`],
    ['an unknown input field', `mutation { login(input: { email: "a", password: "b", ${MARKER}: "c" }) { token } }`],
    ['a text that stands alone', `"${MARKER}"`],
    ['a text where a name should be', `{ "${MARKER}" }`],
    ['a string that never ends', `mutation { login(input: { email: "a", password: "${MARKER} }) { token } }`],
    ['a string over two lines', `mutation { login(input: { email: "a", password: "${MARKER}\n" }) { token } }`],
    ['a block string that never ends', `mutation { login(input: { email: """${MARKER}`],
    ['an unknown escape', `{ trainers(search: "\\${MARKER}") { totalCount } }`],
    ['a broken unicode escape', `{ trainers(search: "\\u{${MARKER}}") { totalCount } }`],
    ['a broken short unicode escape', `{ trainers(search: "\\u${MARKER}") { totalCount } }`],
    ['a number that is glued to a name', `{ trainers(first: 1${MARKER}) { totalCount } }`],
    ['a default of the wrong type', `query ($n: Int = "${MARKER}") { trainers(first: $n) { totalCount } }`],
    ['a default of the wrong kind', `query ($n: Int = ${MARKER}) { trainers(first: $n) { totalCount } }`],
    ['a directive’s argument', `{ me @include(if: "${MARKER}") { id } }`],
    ['two different values for one field', `{ trainer(id: "${MARKER}1") { id } trainer(id: "${MARKER}2") { id } }`],
    ['a field with arguments it does not take', `{ me(password: "${MARKER}") { id } }`],
    ['a value where a variable should be', `query (${MARKER}: String) { me { id } }`],
    ['a comment that is all', `# ${MARKER}`],
    ['a cursor', `{ trainers(after: "${MARKER}") { totalCount } }`],
    ['a time zone', `{ todayLectures(timeZone: "${MARKER}") { id } }`],
  ])('%s', async (_name, query) => {
    expectSilentRefusal(await graphql(app.url, query, { token: trainer.token }));
    expectSilentRefusal(await graphql(app.url, query));
  });
});

describe('in variables', () => {
  const QUERY =
    'query ($first: Int, $id: ID!, $from: DateTime) { trainer(id: $id) { id } trainers(first: $first) { totalCount } lectures(from: $from) { totalCount } }';

  it.each([
    ['a wrong type beside it', { input: { email: 5, password: MARKER } }],
    ['an object for text', { input: { email: 'a', password: { deep: [{ er: MARKER }] } } }],
    ['a list for text', { input: { email: 'a', password: [MARKER] } }],
    ['an unknown field', { input: { email: 'a', password: 'b', [MARKER]: MARKER } }],
    ['a missing field', { input: { password: MARKER } }],
    ['text for the input', { input: MARKER }],
    ['a list for the input', { input: [MARKER] }],
    ['a name that is not asked for', { [MARKER]: MARKER }],
    ['null beside it', { input: { email: null, password: MARKER } }],
  ])('%s', async (_name, variables) => {
    expectSilentRefusal(await graphql(app.url, LOGIN, { variables }));
  });

  it.each([
    ['text for a number', { first: MARKER, id: '1' }],
    ['an object for an id', { id: { a: MARKER } }],
    ['text for a moment', { id: '1', from: MARKER }],
    ['an object for a moment', { id: '1', from: { a: MARKER } }],
    ['a list for a moment', { id: '1', from: [MARKER] }],
  ])('%s', async (_name, variables) => {
    expectSilentRefusal(await graphql(app.url, QUERY, { variables, token: trainer.token }));
  });
});

describe('in the request', () => {
  const post = async (body: string, headers = {}) =>
    answerOf(
      await fetch(`${app.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      }),
    );
  const json = (parts: object) => post(JSON.stringify(parts));

  it.each([
    ['JSON that is none', `{"query": ${MARKER}`],
    ['JSON that is text', `"${MARKER}"`],
    ['JSON that is a list', `["${MARKER}"]`],
    ['an empty body', ''],
  ])('%s', async (_name, body) => expectSilentRefusal(await post(body)));

  it.each([
    ['an operation that is not there', { query: 'query A { me { id } }', operationName: MARKER }],
    ['an operation name that is no text', { query: '{ me { id } }', operationName: [MARKER] }],
    ['variables that are text', { query: '{ me { id } }', variables: MARKER }],
    ['variables that are a list', { query: '{ me { id } }', variables: [MARKER] }],
    ['a query that is no text', { query: { a: MARKER } }],
    ['extensions that are text', { query: '{ me { id } }', extensions: MARKER }],
    ['a hash that is nobody’s', { extensions: { persistedQuery: { version: 1, sha256Hash: MARKER } } }],
    ['another version', { extensions: { persistedQuery: { version: MARKER, sha256Hash: MARKER } } }],
    [
      'a hash that is not the query’s',
      { query: `{ a(b: "${MARKER}") }`, extensions: { persistedQuery: { version: 1, sha256Hash: MARKER } } },
    ],
  ])('%s', async (_name, parts) => expectSilentRefusal(await json(parts)));

  it('an address, a content type and a token', async () => {
    expectSilentRefusal(await answerOf(await fetch(`${app.url}/graphql/${MARKER}?${MARKER}=${MARKER}`)));
    expectSilentRefusal(await post('{}', { 'content-type': `text/${MARKER}` }));
    expectSilentRefusal(await post('{"query":"{me{id}}"}', { authorization: `Bearer ${MARKER}` }));
    expectSilentRefusal(await answerOf(await fetch(`${app.url}/graphql?variables=${MARKER}&query=%7Bme%7Bid%7D%7D`)));
  });
});
