import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { dataOf, graphql } from '../../support/graphql';
import { insertLectures } from '../../support/rows';

interface Connection {
  edges: { cursor: string; node: { title: string } }[];
  nodes: { title: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: number;
}

let app: TestApp;
let student: Account;
let one: Account;
let other: Account;
let ids: string[];

/** In the order of their list; the two that begin together stand in the order of their ids. */
const LECTURES = [
  { title: 'long ago', startsAt: '1999-12-31T23:59:59.999Z' },
  { title: 'first', startsAt: '2026-03-01T09:00:00.000Z' },
  { title: 'together a', startsAt: '2026-03-02T09:00:00.000Z' },
  { title: 'together b', startsAt: '2026-03-02T09:00:00.000Z' },
  { title: 'a millisecond later', startsAt: '2026-03-02T09:00:00.001Z' },
  { title: 'far away', startsAt: '2999-01-01T00:00:00.000Z' },
];
const TITLES = LECTURES.map(({ title }) => title);

beforeAll(async () => {
  app = await startApp();
  [student, one, other] = await Promise.all([
    signUp(app, 'student'),
    signUp(app, 'trainer', { name: 'One' }),
    signUp(app, 'trainer', { name: 'Other' }),
  ]);
  ids = await insertLectures(
    app.databaseUrl,
    LECTURES.map((lecture) => ({ ...lecture, trainerId: lecture.title === 'first' ? other.id : one.id })),
  );
});
afterAll(() => app.close());

const ask = (query: string, variables: Record<string, unknown> = {}) =>
  graphql(app.url, query, { variables, token: student.token });

async function lectures(args: Record<string, unknown> = {}): Promise<Connection> {
  const query = `query ($first: Int, $after: String, $from: DateTime, $to: DateTime, $trainerId: ID) {
    lectures(first: $first, after: $after, from: $from, to: $to, trainerId: $trainerId) {
      edges { cursor node { title } } nodes { title } totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
  return dataOf<{ lectures: Connection }>(await ask(query, args)).lectures;
}

const titlesOf = ({ nodes }: Connection) => nodes.map(({ title }) => title);

it('lists lectures by begin, then id, past ones too', async () => {
  const list = await lectures();
  expect(titlesOf(list)).toEqual(TITLES);
  expect(list.edges.map(({ node }) => node)).toEqual(list.nodes);
  expect(list.totalCount).toBe(6);
  expect(list.pageInfo).toEqual({
    hasNextPage: false,
    hasPreviousPage: false,
    startCursor: list.edges[0]?.cursor,
    endCursor: list.edges.at(-1)?.cursor,
  });
});

it('goes on behind any cursor, also between two that begin together', async () => {
  const { edges } = await lectures();
  for (const [nth, { cursor }] of edges.entries()) {
    const rest = await lectures({ after: cursor, first: 2 });
    expect(titlesOf(rest)).toEqual(TITLES.slice(nth + 1, nth + 3));
    expect(rest.pageInfo).toMatchObject({ hasNextPage: nth + 3 < TITLES.length, hasPreviousPage: true });
  }
});

it.each([
  ['from is inclusive', { from: '2026-03-02T09:00:00.000Z' }, TITLES.slice(2)],
  ['from is exact to the millisecond', { from: '2026-03-02T09:00:00.001Z' }, TITLES.slice(4)],
  ['to is exclusive', { to: '2026-03-02T09:00:00.000Z' }, TITLES.slice(0, 2)],
  ['both', { from: '2026-03-02T09:00:00Z', to: '2026-03-02T09:00:00.001Z' }, TITLES.slice(2, 4)],
  [
    'both, with offsets',
    { from: '2026-03-02T10:00:00+01:00', to: '2026-03-02T04:00:00.001-05:00' },
    TITLES.slice(2, 4),
  ],
  ['both, alike', { from: '2026-03-02T09:00:00Z', to: '2026-03-02T09:00:00Z' }, []],
  ['both, the wrong way round', { from: '2027-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }, []],
  ['nulls', { from: null, to: null, trainerId: null, first: null, after: null }, TITLES],
])('%s', async (_name, args, titles) => {
  const found = await lectures(args);
  expect(titlesOf(found)).toEqual(titles);
  expect(found.totalCount).toBe(titles.length);
});

it('narrows to a trainer, and to nothing for who is none', async () => {
  expect(titlesOf(await lectures({ trainerId: other.id }))).toEqual(['first']);
  expect(
    await lectures({ trainerId: one.id, from: '2026-03-02T09:00:00.001Z', to: '2027-01-01T00:00:00Z' }),
  ).toMatchObject({ nodes: [{ title: 'a millisecond later' }], totalCount: 1 });
  for (const trainerId of [student.id, '018f0000-0000-7000-8000-000000000000', 'x', '']) {
    expect(await lectures({ trainerId })).toMatchObject({ nodes: [], totalCount: 0, pageInfo: { endCursor: null } });
  }
});

it('answers one lecture whole', async () => {
  const query = `query ($id: ID!) { lecture(id: $id) {
    id title description location startsAt endsAt createdAt updatedAt trainer { id name expertise } } }`;
  expect(dataOf(await ask(query, { id: ids[4] }))).toEqual({
    lecture: {
      id: ids[4],
      title: 'a millisecond later',
      description: null,
      location: null,
      startsAt: '2026-03-02T09:00:00.001Z',
      endsAt: '2026-03-02T10:00:00.001Z',
      createdAt: expect.stringMatching(/Z$/) as string,
      updatedAt: expect.stringMatching(/Z$/) as string,
      trainer: { id: one.id, name: 'One', expertise: 'Go' },
    },
  });
});

it('answers unknown and malformed ids with the same null', async () => {
  for (const id of [one.id, '018f0000-0000-7000-8000-000000000000', 'x', '', 12, `urn:uuid:${ids[0]}`]) {
    const { body } = await ask('query ($id: ID!) { lecture(id: $id) { id } }', { id });
    expect(body).toEqual({ data: { lecture: null } });
  }
});
