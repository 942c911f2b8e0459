import { signUp, startApp, type TestApp } from '../support/app';
import { codesOf, dataOf, graphql } from '../support/graphql';
import { insertLectures } from '../support/rows';

/* One trainer with a hundred lectures: pages that could be full are counted as they are. */
let app: TestApp;
let token: string;

beforeAll(async () => {
  app = await startApp({ env: { GRAPHQL_MAX_ROWS: '2500' } });
  const trainer = await signUp(app, 'trainer');
  ({ token } = trainer);
  const lecture = { trainerId: trainer.id, startsAt: '2026-11-22T10:00:00Z' };
  await insertLectures(
    app.databaseUrl,
    Array.from({ length: 100 }, () => lecture),
  );
});
afterAll(() => app.close());

const ask = (first: number) => {
  const lectures = `lectures(first: 100) { nodes { trainer { lectures(first: ${first}) { nodes { id } } } } }`;
  return graphql(app.url, `{ trainers { nodes { ${lectures} } } }`, { token });
};

it('lists in lists are answered for as many records as they ask for, whatever they could', async () => {
  expect(dataOf(await ask(23))).toBeTruthy();
});

it('lists in lists are refused once they ask for too many records', async () => {
  const answer = await ask(24);
  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  expect(answer.body.errors?.[0]?.message).toContain('more than 2,500 records');
  expect(answer.body.data).toBeNull();
});
