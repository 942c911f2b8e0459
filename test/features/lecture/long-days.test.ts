import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';
import { codesOf, dataOf, graphql } from '../../support/graphql';
import { noonZone } from '../../support/noon-zone';
import { rest } from '../../support/rest';
import { insertLectures } from '../../support/rows';
import { hourFrom } from './lecture.campus';

const MOST = 100;
/** Dates by how many lectures they have. */
const DAYS = {
  ...{ '2031-05-01': MOST, '2031-05-02': MOST + 1 },
  ...{ '2031-06-01': 60, '2031-06-02': 60, '2031-06-03': 60 },
  ...{ '2031-07-01': 30, '2031-07-02': 30, '2031-07-03': 30 },
};
const [FULL, TOO_LONG] = ['2031-05-01', '2031-05-02'];
const HALVES = ['2031-06-01', '2031-06-02', '2031-06-03'] as const;
const THIRDS = ['2031-07-01', '2031-07-02', '2031-07-03'] as const;

let app: TestApp;
let trainer: Account;
let admin: Account;

beforeAll(async () => {
  app = await startApp({ env: { GRAPHQL_MAX_ROWS: String(MOST), APP_TIMEZONE: noonZone() } });
  trainer = await signUp(app, 'trainer');
  admin = await signUp(app, 'admin');
  const long = Array<Date>(MOST + 1).fill(new Date());
  const days = Object.entries(DAYS).flatMap(([date, length]) => Array<string>(length).fill(`${date}T10:00:00Z`));
  await insertLectures(
    app.databaseUrl,
    [...long, ...days].map((startsAt) => ({ trainerId: trainer.id, startsAt })),
  );
});
afterAll(() => app.close());

const ask = (...dates: string[]) => {
  const fields = dates.map((date, nth) => `day${nth}: todayLectures(timeZone: "UTC", date: "${date}") { id }`);
  return graphql(app.url, `{ ${fields.join(' ')} }`, { token: trainer.token });
};
const askRest = (date: string) =>
  rest(app.url, `GET /api/auth/lecture/today?timeZone=UTC&date=${date}`, { token: trainer.token });
const storedDays = async () => (await app.redis.keys('today_lectures:*')).map((key) => /date=([\d-]+)/.exec(key)?.[1]);

it('a day with as many lectures as an operation may read is read whole', async () => {
  expect(dataOf<{ day0: unknown[] }>(await ask(FULL)).day0).toHaveLength(MOST);
  const { status, body } = await askRest(FULL);
  expect(status).toBe(200);
  expect(body['lectures']).toHaveLength(MOST);
});

it('a longer day is refused, and not cached', async () => {
  const answer = await ask(TOO_LONG);
  expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  expect(answer.body.errors?.[0]?.message).toContain(`more than ${MOST} records`);
  expect(await askRest(TOO_LONG)).toMatchObject({ status: 422, body: { code: 'BAD_USER_INPUT' } });
  dataOf(await ask(FULL));
  await eventually(async () => (await storedDays()).includes(FULL));
  expect(await storedDays()).not.toContain(TOO_LONG);
});

it('days that are too long together are refused, and none is read', async () => {
  expect(codesOf(await ask(...HALVES))).toEqual(['BAD_USER_INPUT']);
  dataOf(await ask(FULL));
  await eventually(async () => (await storedDays()).includes(FULL));
  for (const day of HALVES) expect(await storedDays()).not.toContain(day);
});

it('days that fit together are read', async () => {
  const answer = dataOf<Record<string, unknown[]>>(await ask(...THIRDS));
  expect(Object.values(answer).map((day) => day.length)).toEqual([30, 30, 30]);
});

it('a day counts each time that it is shown', async () => {
  expect(codesOf(await ask(HALVES[0], HALVES[0]))).toEqual(['BAD_USER_INPUT']);
});

it('today’s lectures are counted however many they are, and never stale', async () => {
  const lecturesToday = async () => {
    const answer = await graphql(app.url, '{ systemStats { lecturesToday } }', { token: admin.token });
    expect(answer.headers.get('x-cache-key')).toMatch(/^all_lectures:count:/);
    return dataOf<{ systemStats: { lecturesToday: number } }>(answer).systemStats.lecturesToday;
  };
  const change = async (mutation: string, input?: object) => {
    const answer = await graphql(app.url, mutation, { token: trainer.token, variables: { input } });
    return dataOf<{ done: { id: string } }>(answer).done;
  };
  expect(await lecturesToday()).toBe(MOST + 1);
  const { id } = await change('mutation ($input: CreateLectureInput!) { done: createLecture(input: $input) { id } }', {
    title: 'One more',
    ...hourFrom(new Date()),
  });
  expect(await lecturesToday()).toBe(MOST + 2);
  const update = `mutation ($input: UpdateLectureInput!) { done: updateLecture(id: "${id}", input: $input) { id } }`;
  await change(update, hourFrom(new Date('2032-01-01T10:00:00Z')));
  expect(await lecturesToday()).toBe(MOST + 1);
});
