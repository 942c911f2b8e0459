import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { codesOf, dataOf, faultsOf, graphql } from '../../support/graphql';
import { insertStudents } from '../../support/rows';

interface Connection {
  edges: { cursor: string; node: { name: string } }[];
  nodes: { name: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: number;
}

const PAGE = `edges { cursor node { name } } nodes { name } totalCount
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;

/** In the order of their list; by code point, so that capitals come before small letters and `Ä` after both. */
const STUDENTS = [
  { name: '100% Anna', email: 'percent@example.org', branch: 'Logic' },
  { name: '100x Anna', email: 'letter@example.org', branch: 'Logic' },
  { name: 'Back\\slash', email: 'backslash@example.org' },
  { name: 'Bernd', email: 'second_bernd@example.org', branch: 'Sets' },
  { name: 'Bernd', email: 'secondxbernd@example.org', branch: 'Logic' },
  { name: 'Clara Straße', email: 'clara@example.org', branch: 'Logic' },
  { name: 'anna', email: 'small@example.org', branch: 'logic' },
  { name: 'Änne 🎓', email: 'aenne@example.org', branch: 'Logic' },
];

let app: TestApp;
let trainer: Account;
let ids: string[];

beforeAll(async () => {
  app = await startApp();
  ids = await insertStudents(app.databaseUrl, STUDENTS);
  trainer = await signUp(app, 'trainer');
});
afterAll(() => app.close());

async function students(args: Record<string, unknown> = {}): Promise<Connection> {
  const query = `query ($first: Int, $after: String, $search: String, $branch: String) {
    students(first: $first, after: $after, search: $search, branch: $branch) { ${PAGE} } }`;
  const answer = await graphql(app.url, query, { variables: args, token: trainer.token });
  return dataOf<{ students: Connection }>(answer).students;
}

const namesOf = ({ nodes }: Connection) => nodes.map(({ name }) => name);

describe('the list', () => {
  it('stands in order of name, then id, with a cursor for each', async () => {
    const list = await students();
    expect(namesOf(list)).toEqual(STUDENTS.map(({ name }) => name));
    expect(list.edges.map(({ node }) => node)).toEqual(list.nodes);
    expect(new Set(list.edges.map(({ cursor }) => cursor)).size).toBe(STUDENTS.length);
    expect(list.totalCount).toBe(STUDENTS.length);
    expect(list.pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: list.edges[0]?.cursor,
      endCursor: list.edges.at(-1)?.cursor,
    });
  });

  it('goes on behind any cursor', async () => {
    const { edges } = await students();
    for (const [nth, { cursor }] of edges.entries()) {
      const rest = await students({ after: cursor, first: 2 });
      expect(namesOf(rest)).toEqual(STUDENTS.slice(nth + 1, nth + 3).map(({ name }) => name));
      expect(rest.pageInfo).toMatchObject({ hasNextPage: nth + 3 < STUDENTS.length, hasPreviousPage: true });
      expect(rest.totalCount).toBe(STUDENTS.length);
    }
  });

  it('has no cursors where it is empty', async () => {
    const none = await students({ search: 'nobody is called so' });
    expect(none).toEqual({
      edges: [],
      nodes: [],
      totalCount: 0,
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  it('takes nulls for what was not given', async () => {
    expect(await students({ first: null, after: null, search: null, branch: null })).toEqual(await students());
  });
});

describe('search', () => {
  it.each([
    ['ANNA', ['100% Anna', '100x Anna', 'anna']],
    ['  anna ', ['100% Anna', '100x Anna', 'anna']],
    ['%', ['100% Anna']],
    ['0% a', ['100% Anna']],
    ['_', ['Bernd']],
    ['D_B', ['Bernd']],
    ['\\', ['Back\\slash']],
    ['ÄNNE', ['Änne 🎓']],
    ['a\u0308nne', ['Änne 🎓']],
    ['🎓', ['Änne 🎓']],
    ['strasse', ['Clara Straße']],
    ['STRAßE', ['Clara Straße']],
    ['letter@EXAMPLE', ['100x Anna']],
    ['logic', []],
    ["' OR 1=1 --", []],
    ['   ', STUDENTS.map(({ name }) => name)],
    ['', STUDENTS.map(({ name }) => name)],
  ])('%j', async (search, names) => {
    const found = await students({ search });
    expect(namesOf(found)).toEqual(names);
    expect(found.totalCount).toBe(names.length);
  });

  it('goes on behind a cursor among its matches', async () => {
    const first = await students({ search: 'anna', first: 1 });
    const rest = await students({ search: 'anna', first: 5, after: first.pageInfo.endCursor });
    expect([...namesOf(first), ...namesOf(rest)]).toEqual(['100% Anna', '100x Anna', 'anna']);
    expect(rest).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: false, hasPreviousPage: true } });
  });
});

describe('branch', () => {
  it.each([
    ['Logic', ['100% Anna', '100x Anna', 'Bernd', 'Clara Straße', 'Änne 🎓']],
    [' Logic ', ['100% Anna', '100x Anna', 'Bernd', 'Clara Straße', 'Änne 🎓']],
    ['logic', ['anna']],
    ['Log', []],
    ['Log%', []],
  ])('%j is the whole branch, as it is written', async (branch, names) => {
    const found = await students({ branch });
    expect(namesOf(found)).toEqual(names);
    expect(found.totalCount).toBe(names.length);
  });

  it('goes together with search', async () => {
    const found = await students({ branch: 'Logic', search: 'bernd' });
    expect(found).toMatchObject({ totalCount: 1, nodes: [{ name: 'Bernd' }] });
  });
});

describe('one student', () => {
  const QUERY = 'query ($id: ID!) { student(id: $id) { id name email role branch phone createdAt updatedAt } }';
  const ask = (id: unknown, token: string) => graphql(app.url, QUERY, { variables: { id }, token });

  it('is answered whole', async () => {
    const answer = dataOf(await ask(ids[3], trainer.token));
    expect(answer).toEqual({
      student: {
        id: ids[3],
        name: 'Bernd',
        email: 'second_bernd@example.org',
        role: 'STUDENT',
        branch: 'Sets',
        phone: null,
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
        updatedAt: expect.any(String) as string,
      },
    });
  });

  it('answers unknown, malformed and foreign ids with the same null', async () => {
    const student = await signUp(app, 'student');
    const wanted = [
      ids[0],
      '018f0000-0000-7000-8000-000000000000',
      'x',
      '',
      '1; DROP TABLE users',
      trainer.id,
      7,
      ids[3]?.replaceAll('-', ''),
    ];
    for (const id of wanted) expect((await ask(id, student.token)).body).toEqual({ data: { student: null } });
    for (const id of wanted.slice(1)) expect((await ask(id, trainer.token)).body).toEqual({ data: { student: null } });
    expect(dataOf(await ask(student.id, student.token))).toMatchObject({ student: { id: student.id } });
  });
});

it('refuses a cursor of another list', async () => {
  const query = '{ trainers { pageInfo { endCursor } } }';
  const { trainers } = dataOf<{ trainers: { pageInfo: { endCursor: string } } }>(
    await graphql(app.url, query, { token: trainer.token }),
  );
  const answer = await graphql(app.url, 'query ($after: String) { students(after: $after) { totalCount } }', {
    variables: { after: trainers.pageInfo.endCursor },
    token: trainer.token,
  });
  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  expect(faultsOf(answer)).toEqual(['after']);
});
