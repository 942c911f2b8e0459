import { StudentRepository } from '../../../src/features/student/student.repository';
import type { StudentPageQuery } from '../../../src/features/student/student.record';
import { OrganizationRepository } from '../../../src/features/organization/organization.repository';
import { connectTestDatabase, type ConnectedDatabase } from '../../support/connected';
import { pageIn } from '../../support/page-in';
import { insertStudents } from '../../support/rows';

/* Pages that take one statement together are those that take one each. */

const NAMES = Array.from({ length: 60 }, (_, nth) => `${String.fromCharCode(0x41 + (nth % 20))}né "${nth}"`);

let connected: ConnectedDatabase;
let students: StudentRepository;

beforeAll(async () => {
  connected = await connectTestDatabase();
  students = new StudentRepository(connected.database);
  await insertStudents(
    connected.url,
    NAMES.map((name, nth) => ({ name, branch: nth % 2 ? 'Logic' : 'Sets' })),
  );
});
afterAll(() => connected.drop());

/** One after another: each takes a statement of its own. */
async function oneByOne(queries: readonly StudentPageQuery[]) {
  const pages = [];
  for (const query of queries) pages.push(await pageIn(students, query));
  return pages;
}

async function statementsOf<T>(work: () => Promise<T>): Promise<[T, statements: number]> {
  const before = connected.database.statements;
  const result = await work();
  return [result, connected.database.statements - before];
}

const together = (queries: readonly StudentPageQuery[]) => Promise.all(queries.map((query) => pageIn(students, query)));

async function placesOf(query: StudentPageQuery): Promise<StudentPageQuery[]> {
  const { rows } = await pageIn(students, { ...query, first: 100 });
  return rows.map((after) => ({ ...query, after }));
}

it('pages after every place of the list, in three statements', async () => {
  const queries = await placesOf({ first: 7 });
  const expected = await oneByOne(queries);
  const [pages, statements] = await statementsOf(() => together(queries));
  expect(pages).toEqual(expected);
  expect(statements).toBe(3);
});

it('a page that is asked for while no other is read is a statement that reads nothing else', async () => {
  const [query] = await placesOf({ first: 7 });
  if (!query) throw new Error('nobody is there');
  const [, statements] = await statementsOf(() => pageIn(students, query));
  expect(statements).toBe(1);
});

it('pages of other filters and sizes are never mixed up', async () => {
  const queries = [
    ...(await placesOf({ first: 3 })),
    ...(await placesOf({ first: 3, branch: 'Logic' })),
    ...(await placesOf({ first: 3, branch: 'Sets' })),
    ...(await placesOf({ first: 4, branch: 'Sets' })),
    ...(await placesOf({ first: 4, branch: 'Nowhere' })),
  ];
  const mixed = queries.map((_, nth) => queries[(nth * 7) % queries.length] ?? { first: 1 });
  expect(await together(mixed)).toEqual(await oneByOne(mixed));
});

it('places that are no row’s, as cursors may name them', async () => {
  const id = '01890000-0000-7000-8000-000000000000';
  const queries = ['', ' ', 'Cn', 'né', '\u{1F600}', '{"a",NULL}', '\\', "'", 'NULL', '\u00ff'].map((name) => ({
    first: 5,
    after: { name, id },
  }));
  expect(await together(queries)).toEqual(await oneByOne(queries));
});

it('no statement reads more than about a thousand rows', async () => {
  const queries = (await placesOf({ first: 100 })).slice(0, 45);
  const [, statements] = await statementsOf(() => together(queries));
  expect(statements).toBe(2 + Math.ceil(43 / 10));
});

it('lists without a search read their pages this way, too', async () => {
  const organizations = new OrganizationRepository(connected.database);
  const places = Array.from({ length: 9 }, (_, nth) => ({
    name: `${nth}`,
    id: '01890000-0000-7000-8000-000000000000',
  }));
  const [, statements] = await statementsOf(() =>
    Promise.all(places.map((after) => pageIn(organizations, { first: 5, after }))),
  );
  expect(statements).toBe(3);
});
