import { signUp, startApp, type Account, type TestApp } from '../support/app';
import { badMoments, badTexts, badTypes, MARKER, type BadValue } from '../support/bad-input';
import { codesOf, dataOf, faultsOf, graphql } from '../support/graphql';

/*
 * Every argument of every query, with values it refuses: the answer names the argument and repeats no value.
 */
const badFirsts: BadValue[] = [
  ['nothing', 0],
  ['one too many', 101],
  ['less than nothing', -1],
  ['a fraction', 1.5],
  ['more than an Int', 2 ** 31],
  ['text', `${MARKER}`],
  ['digits as text', '5'],
  ['a truth value', true],
  ['a list', [5, 5]],
];
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const ID = '018f0000-0000-7000-8000-000000000000';
const badCursors: BadValue[] = [
  ...badTypes,
  ['no cursor', MARKER],
  ['empty', ''],
  ['not base64', `${MARKER}!`],
  ['a NUL byte', `${MARKER}\0`],
  ['too long', MARKER.repeat(1_000)],
  ['no list', encoded(MARKER)],
  ['an empty list', encoded([])],
  ['a place without an id', encoded(['student', MARKER])],
  ['a malformed id', encoded(['student', 'Anna', MARKER])],
  ['a name with a NUL byte', encoded(['student', 'An\0na', ID])],
  ['a lecture at no time', encoded(['lecture', MARKER, ID])],
  ['a lecture at no moment', encoded(['lecture', 1e300, ID])],
  ['a lecture that begins before the first year', encoded(['lecture', -1e14, ID])],
  ['another list’s', encoded(['branch', 'Anna', ID])],
];
const badSearches = badTexts({ max: 100, filled: false });
const badIds: BadValue[] = [
  ['an object', { a: MARKER }],
  ['a list', [MARKER, MARKER]],
  ['a truth value', true],
  ['a fraction', 1.5],
  ['null', null],
];

/** By field and argument: its type, what is refused, and what is asked of the answer. */
const ARGUMENTS: [field: string, argument: string, type: string, values: BadValue[], selection: string][] = [
  ['student', 'id', 'ID!', badIds, '{ id }'],
  ['students', 'first', 'Int', badFirsts, '{ totalCount }'],
  ['students', 'after', 'String', badCursors, '{ totalCount }'],
  ['students', 'search', 'String', badSearches, '{ totalCount }'],
  ['students', 'branch', 'String', badTexts({ max: 200 }), '{ totalCount }'],
  ['trainer', 'id', 'ID!', badIds, '{ id }'],
  ['trainers', 'first', 'Int', badFirsts, '{ totalCount }'],
  ['trainers', 'after', 'String', badCursors, '{ totalCount }'],
  ['trainers', 'search', 'String', badSearches, '{ totalCount }'],
  ['lecture', 'id', 'ID!', badIds, '{ id }'],
  ['lectures', 'first', 'Int', badFirsts, '{ totalCount }'],
  ['lectures', 'after', 'String', badCursors, '{ totalCount }'],
  ['lectures', 'from', 'DateTime', badMoments, '{ totalCount }'],
  ['lectures', 'to', 'DateTime', badMoments, '{ totalCount }'],
  ['lectures', 'trainerId', 'ID', badIds.slice(0, -1), '{ totalCount }'],
  [
    'todayLectures',
    'timeZone',
    'String',
    [
      ...badTypes,
      ['unknown', `${MARKER}/Berlin`],
      ['empty', ''],
      ['an offset', '+02:00'],
      ['too long', MARKER.repeat(99)],
    ],
    '{ id }',
  ],
  ['revokeSession', 'id', 'ID!', badIds, ''],
  ['cancelLecture', 'id', 'ID!', badIds, ''],
];

let app: TestApp;
let trainer: Account;

beforeAll(async () => {
  app = await startApp();
  trainer = await signUp(app, 'trainer');
});
afterAll(() => app.close());

/** Half a surrogate pair is no text in a document: there it does not parse. */
const isDocument = ([, value]: BadValue) => typeof value !== 'string' || value.isWellFormed();

const kindOf = (field: string) => (/^(revoke|cancel)/.test(field) ? 'mutation' : 'query');

describe.each(ARGUMENTS)('%s(%s)', (field, argument, type, values, selection) => {
  const query = `${kindOf(field)} ($${argument}: ${type}) { ${field}(${argument}: $${argument}) ${selection} }`;
  const ask = (variables: Record<string, unknown>) => graphql(app.url, query, { variables, token: trainer.token });

  // What is asked often is answered another way in the end; bad values are to be refused there too.
  beforeAll(async () => {
    if (kindOf(field) === 'mutation') return;
    for (const round of [1, 2, 3]) dataOf(await ask({ ...(type === 'ID!' && { id: trainer.id }), round }));
  });

  it.each(values)('by variables: %s', async (_name, value) => {
    const answer = await ask({ [argument]: value });
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(faultsOf(answer)).toEqual([argument]);
    expect(answer.text).not.toContain(MARKER);
  });

  it.each(values.filter(isDocument))('in the document: %s', async (_name, value) => {
    const inline = `${kindOf(field)} { ${field}(${argument}: ${literal(value)}) ${selection} }`;
    const answer = await graphql(app.url, inline, { token: trainer.token });
    expect(codesOf(answer)).toHaveLength(1);
    expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']).toContain(codesOf(answer)[0]);
    expect(faultsOf(answer)).toEqual([argument]);
    expect(answer.text).not.toContain(MARKER);
  });
});

/** A value as a document writes it; JSON’s escapes are GraphQL’s too. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([name, part]) => `${name}: ${literal(part)}`);
    return `{ ${fields.join(', ')} }`;
  }
  return JSON.stringify(value);
}

it('accepts values just inside the bounds', async () => {
  const query = `query ($search: String, $branch: String) {
    students(first: 100, search: $search, branch: $branch) { totalCount }
    trainers(first: 1, search: $search) { totalCount }
    lectures(first: 100, from: "1900-01-01T00:00:00Z", to: "9998-12-31T23:59:59.999Z") { totalCount } }`;
  const variables = { search: '🎓'.repeat(100), branch: '🎓'.repeat(200) };
  const answer = await graphql(app.url, query, { variables, token: trainer.token });
  expect(dataOf(answer)).toMatchObject({ students: { totalCount: 0 } });
});

it('names a missing argument', async () => {
  const { body } = await graphql(app.url, '{ trainer { id } }', { token: trainer.token });
  expect(body.errors?.[0]?.message).toContain('id');
});
