import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { codesOf, dataOf, faultsOf, graphql } from '../../support/graphql';
import { insertLectures, insertTrainers } from '../../support/rows';

/** In the order of their list. */
const TRAINERS = [
  { name: 'Ada', email: 'ada@example.org', expertise: 'Engines 100%' },
  { name: 'Blaise', email: 'blaise@example.org', expertise: 'Adding machines' },
  { name: 'Emmy', email: 'emmy_n@example.org', expertise: 'Rings' },
  { name: 'Emmy', email: 'emmyxn@example.org', expertise: 'Ideals' },
  { name: 'Zeno', email: 'zeno@example.org', expertise: 'Series & ring_theory' },
];

let app: TestApp;
let student: Account;
let ids: string[];

beforeAll(async () => {
  app = await startApp();
  ids = await insertTrainers(app.databaseUrl, TRAINERS);
  const at = (day: number) => `2026-03-0${day}T09:00:00Z`;
  await insertLectures(app.databaseUrl, [
    { trainerId: ids[0] ?? '', startsAt: at(2), title: 'Ada 2' },
    { trainerId: ids[0] ?? '', startsAt: at(1), title: 'Ada 1' },
    { trainerId: ids[2] ?? '', startsAt: at(1), title: 'Emmy 1' },
    { trainerId: ids[0] ?? '', startsAt: at(3), title: 'Ada 3' },
  ]);
  student = await signUp(app, 'student');
});
afterAll(() => app.close());

const ask = (query: string, variables: Record<string, unknown> = {}) =>
  graphql(app.url, query, { variables, token: student.token });

async function trainers(args: Record<string, unknown>) {
  const query = `query ($first: Int, $after: String, $search: String) {
    trainers(first: $first, after: $after, search: $search) {
      nodes { name } totalCount pageInfo { hasNextPage hasPreviousPage endCursor } } }`;
  type Data = { trainers: { nodes: { name: string }[]; totalCount: number; pageInfo: { endCursor: string } } };
  const { trainers: list } = dataOf<Data>(await ask(query, args));
  return { ...list, names: list.nodes.map(({ name }) => name) };
}

it('lists trainers by name, then id, a page at a time', async () => {
  const all = await trainers({});
  expect(all).toMatchObject({ names: TRAINERS.map(({ name }) => name), totalCount: 5 });
  const first = await trainers({ first: 3 });
  expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  const rest = await trainers({ first: 3, after: first.pageInfo.endCursor });
  expect(rest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  expect([...first.names, ...rest.names]).toEqual(all.names);
});

it.each([
  ['RING', ['Emmy', 'Zeno']],
  ['g_t', ['Zeno']],
  ['100%', ['Ada']],
  ['%', ['Ada']],
  ['emmy_', ['Emmy']],
  ['ad', ['Ada', 'Blaise']],
  ['blaise@', ['Blaise']],
  ['aadd', []],
])('search %j looks at name, e-mail and expertise', async (search, names) => {
  expect(await trainers({ search })).toMatchObject({ names, totalCount: names.length });
});

it('answers one trainer whole, with the lectures it gives', async () => {
  const query = `query ($id: ID!, $after: String) { trainer(id: $id) {
    id name email role expertise phone createdAt updatedAt
    lectures(first: 2, after: $after) {
      nodes { title trainer { name } } totalCount pageInfo { hasNextPage hasPreviousPage endCursor } } } }`;
  type Data = { trainer: { lectures: { pageInfo: { endCursor: string } } } };
  const { trainer } = dataOf<Data>(await ask(query, { id: ids[0] }));
  expect(trainer).toMatchObject({
    id: ids[0],
    name: 'Ada',
    email: 'ada@example.org',
    role: 'TRAINER',
    expertise: 'Engines 100%',
    phone: null,
    lectures: {
      nodes: [
        { title: 'Ada 1', trainer: { name: 'Ada' } },
        { title: 'Ada 2', trainer: { name: 'Ada' } },
      ],
      totalCount: 3,
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    },
  });
  const rest = await ask(query, { id: ids[0], after: trainer.lectures.pageInfo.endCursor });
  expect(dataOf(rest)).toMatchObject({
    trainer: { lectures: { nodes: [{ title: 'Ada 3' }], totalCount: 3, pageInfo: { hasNextPage: false } } },
  });
});

it('answers the lectures of every trainer of a list, each its own', async () => {
  const query = '{ trainers { nodes { email lectures(first: 2) { nodes { title } totalCount } } } }';
  expect(dataOf(await ask(query))).toEqual({
    trainers: {
      nodes: [
        { email: 'ada@example.org', lectures: { nodes: [{ title: 'Ada 1' }, { title: 'Ada 2' }], totalCount: 3 } },
        { email: 'blaise@example.org', lectures: { nodes: [], totalCount: 0 } },
        { email: 'emmy_n@example.org', lectures: { nodes: [{ title: 'Emmy 1' }], totalCount: 1 } },
        { email: 'emmyxn@example.org', lectures: { nodes: [], totalCount: 0 } },
        { email: 'zeno@example.org', lectures: { nodes: [], totalCount: 0 } },
      ],
    },
  });
});

it('refuses a page of lectures that is too long, naming the argument', async () => {
  const answer = await ask('query ($id: ID!) { trainer(id: $id) { lectures(first: 101) { totalCount } } }', {
    id: ids[0],
  });
  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  expect(faultsOf(answer)).toEqual(['first']);
});

it('answers ids that are unknown, malformed or not a trainer’s with the same null', async () => {
  for (const id of [student.id, '018f0000-0000-7000-8000-000000000000', 'x', '', `{${ids[0]}}`]) {
    const { body } = await ask('query ($id: ID!) { trainer(id: $id) { id } }', { id });
    expect(body).toEqual({ data: { trainer: null } });
  }
});
