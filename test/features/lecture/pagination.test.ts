import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { dataOf, graphql } from '../../support/graphql';
import { insertLectures, insertStudents } from '../../support/rows';

const ROWS = 1_000;
const NAMES = ['Anna', 'Bernd', 'Clara', 'Änne'];

let app: TestApp;
let trainer: Account;
let studentIds: string[];
let lectureIds: string[];

beforeAll(async () => {
  app = await startApp();
  trainer = await signUp(app, 'trainer');
  // Many of the same name, and many that begin together: there the id decides.
  const students = Array.from({ length: ROWS }, (_, nth) => ({ name: NAMES[nth % NAMES.length] ?? '' }));
  studentIds = await insertStudents(app.databaseUrl, students);
  const lectures = Array.from({ length: ROWS }, (_, nth) => ({
    trainerId: trainer.id,
    startsAt: new Date(Date.UTC(2026, 0, 1 + (nth % 40), 9)),
  }));
  lectureIds = await insertLectures(app.databaseUrl, lectures);
});
afterAll(() => app.close());

interface Connection {
  nodes: { id: string }[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** Walks a list from its beginning to its end, and does something between one page and the next. */
async function walk(list: 'students' | 'lectures', first: number, between: (page: number) => Promise<void>) {
  const ids: string[] = [];
  let after: string | null = null;
  for (let page = 0; ; page += 1) {
    const query = `query ($first: Int!, $after: String) { list: ${list}(first: $first, after: $after) {
      nodes { id } totalCount pageInfo { hasNextPage endCursor } } }`;
    const answer = await graphql(app.url, query, { variables: { first, after }, token: trainer.token });
    const connection: Connection = dataOf<{ list: Connection }>(answer).list;
    ids.push(...connection.nodes.map(({ id }) => id));
    if (!connection.pageInfo.hasNextPage) return { ids, totalCount: connection.totalCount };
    after = connection.pageInfo.endCursor;
    await between(page);
  }
}

/** Every id of `all` once, whatever else was met on the way. */
function expectAllOnce(met: string[], all: string[]): void {
  expect(new Set(met).size).toBe(met.length);
  expect(all.filter((id) => !met.includes(id))).toEqual([]);
}

it('walks a thousand students while others register', async () => {
  let added = 0;
  const { ids, totalCount } = await walk('students', 37, async (page) => {
    if (page % 3 !== 0) return;
    await signUp(app, 'student', { name: NAMES[page % NAMES.length] });
    added += 1;
  });
  expectAllOnce(ids, studentIds);
  expect(totalCount).toBe(ROWS + added);
});

it('walks a thousand lectures while others are entered, before and behind', async () => {
  let added = 0;
  const { ids, totalCount } = await walk('lectures', 61, async (page) => {
    const day = `2026-01-${String(1 + ((page * 7) % 28)).padStart(2, '0')}`;
    const input = { title: 'One more', startsAt: `${day}T09:00:00Z`, endsAt: `${day}T10:00:00Z` };
    const query = 'mutation ($input: CreateLectureInput!) { createLecture(input: $input) { id } }';
    dataOf(await graphql(app.url, query, { variables: { input }, token: trainer.token }));
    added += 1;
  });
  expectAllOnce(ids, lectureIds);
  expect(totalCount).toBe(ROWS + added);
});

it('goes on where a row was whose lecture has gone since', async () => {
  const query = '{ lectures(first: 2) { nodes { id } pageInfo { endCursor } } }';
  const ask = (text: string) => graphql(app.url, text, { token: trainer.token });
  const { lectures } = dataOf<{ lectures: Connection }>(await ask(query));
  const [, second] = lectures.nodes;
  const after = lectures.pageInfo.endCursor;
  const behind = `{ lectures(first: 2, after: "${after}") { nodes { id } } }`;
  const before = dataOf(await ask(behind));
  dataOf(await ask(`mutation { cancelLecture(id: "${second?.id}") }`));
  expect(dataOf(await ask(behind))).toEqual(before);
});
