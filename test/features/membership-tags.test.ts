import { signUp, startApp, type Account, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { dataOf, graphql } from '../support/graphql';

/*
 * What a change clears: for each mutation exactly those reads miss afterwards that may show it; all others still hit. A
 * list over more than a month hangs on all lectures; one's own record is in the cache again with the mutation's answer.
 */
let app: TestApp;
let admin: Account;
let ada: Account;
let emmy: Account;
let anna: Account;
let bernd: Account;
let adas: string;
let emmys: string;

const DAY = '2031-05-01';
const NEXT_DAY = '2031-05-02';
const on = (day: string) => ({ startsAt: `${day}T09:00:00Z`, endsAt: `${day}T10:00:00Z` });
const between = (from: string, to: string) =>
  `{ lectures(from: "${from}T00:00:00Z", to: "${to}T00:00:00Z") { totalCount nodes { title } } }`;

/** A zone in which it is noon: the day does not end while the test runs. */
function noonZone(): string {
  const offset = 12 - new Date().getUTCHours();
  return offset === 0 ? 'Etc/GMT' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
}
const ZONE = noonZone();

type Read = [query: () => string, by: () => Account];
const byAdmin = (query: () => string): Read => [query, () => admin];

const READS = {
  'all students': byAdmin(() => '{ students { totalCount nodes { name } } }'),
  'students found': byAdmin(() => '{ students(search: "a") { totalCount nodes { name } } }'),
  'students of Logic': byAdmin(() => '{ students(branch: "Logic") { totalCount nodes { name } } }'),
  'students found in Logic': byAdmin(() => '{ students(branch: "Logic", search: "a") { totalCount } }'),
  'students of Sets': byAdmin(() => '{ students(branch: "Sets") { totalCount nodes { name } } }'),
  Anna: byAdmin(() => `{ student(id: "${anna.id}") { name phone branch } }`),
  Bernd: byAdmin(() => `{ student(id: "${bernd.id}") { name } }`),
  'Anna’s me': [() => '{ me { name } }', () => anna],
  'Bernd’s me': [() => '{ me { name } }', () => bernd],
  'all trainers': byAdmin(() => '{ trainers { totalCount nodes { name } } }'),
  'trainers found': byAdmin(() => '{ trainers(search: "a") { totalCount } }'),
  Ada: byAdmin(() => `{ trainer(id: "${ada.id}") { name } }`),
  Emmy: byAdmin(() => `{ trainer(id: "${emmy.id}") { name } }`),
  'Ada’s me': [() => '{ me { name } }', () => ada],
  'Emmy’s me': [() => '{ me { name } }', () => emmy],
  'all lectures': byAdmin(() => '{ lectures { totalCount nodes { title } } }'),
  'the year’s lectures': byAdmin(() => between('2031-01-01', '2032-01-01')),
  'the day’s lectures': byAdmin(() => between(DAY, NEXT_DAY)),
  'the next day’s lectures': byAdmin(() => between(NEXT_DAY, '2031-05-03')),
  'both days’ lectures': byAdmin(() => between(DAY, '2031-05-03')),
  'another month’s lectures': byAdmin(() => between('2031-06-01', '2031-07-01')),
  'today’s lectures': byAdmin(() => `{ todayLectures(timeZone: "${ZONE}") { title } }`),
  'Ada’s lectures': byAdmin(() => `{ lectures(trainerId: "${ada.id}") { totalCount nodes { title } } }`),
  'Emmy’s lectures': byAdmin(() => `{ lectures(trainerId: "${emmy.id}") { totalCount nodes { title } } }`),
  'Ada’s lecture': byAdmin(() => `{ lecture(id: "${adas}") { title } }`),
  'Emmy’s lecture': byAdmin(() => `{ lecture(id: "${emmys}") { title } }`),
} satisfies Record<string, Read>;
type ReadName = keyof typeof READS;

const read = async (name: ReadName) => {
  const [query, by] = READS[name];
  const answer = await graphql(app.url, query(), { token: by().token });
  dataOf(answer);
  return answer.headers.get('x-cache');
};

const names = Object.keys(READS) as ReadName[];

/** The reads that miss after `change`, all of which hit before. */
async function missesAfter(change: () => Promise<unknown>): Promise<ReadName[]> {
  for (const name of names) await eventually(async () => (await read(name)) === 'HIT');
  await change();
  const missed: ReadName[] = [];
  for (const name of names) if ((await read(name)) === 'MISS') missed.push(name);
  return missed;
}

const mutate = async <T>({ token }: Account, query: string, variables: Record<string, unknown>): Promise<T> =>
  dataOf<{ done: T }>(await graphql(app.url, query, { token, variables })).done;

const update = (by: Account, input: object) =>
  mutate(by, 'mutation ($input: UpdateProfileInput!) { done: updateProfile(input: $input) { id } }', { input });

async function createLecture(by: Account, input: object): Promise<string> {
  const query = 'mutation ($input: CreateLectureInput!) { done: createLecture(input: $input) { id } }';
  return (await mutate<{ id: string }>(by, query, { input: { title: 'T', ...input } })).id;
}

const updateLecture = (by: Account, id: string, input: object) =>
  mutate(
    by,
    'mutation ($id: ID!, $input: UpdateLectureInput!) { done: updateLecture(id: $id, input: $input) { id } }',
    {
      id,
      input,
    },
  );

beforeAll(async () => {
  app = await startApp();
  admin = await signUp(app, 'admin');
  ada = await signUp(app, 'trainer', { name: 'Ada' });
  emmy = await signUp(app, 'trainer', { name: 'Emmy' });
});
afterAll(() => app.close());
beforeEach(async () => {
  anna = await signUp(app, 'student', { name: 'Anna', branch: 'Logic' });
  bernd = await signUp(app, 'student', { name: 'Bernd', branch: 'Sets' });
  adas = await createLecture(ada, on(DAY));
  emmys = await createLecture(emmy, on(NEXT_DAY));
});

const STUDENT_LISTS: ReadName[] = ['all students', 'students found'];
const LOGIC: ReadName[] = ['students of Logic', 'students found in Logic'];
const TRAINER_LISTS: ReadName[] = ['all trainers', 'trainers found'];
const WIDE: ReadName[] = ['all lectures', 'the year’s lectures'];
const ON_DAY: ReadName[] = ['the day’s lectures', 'both days’ lectures'];
const ADAS: ReadName[] = ['Ada’s lecture', 'Ada’s lectures'];

it.each<[change: string, run: () => Promise<unknown>, misses: ReadName[]]>([
  ['a student registers', () => signUp(app, 'student', { branch: 'Logic' }), [...STUDENT_LISTS, ...LOGIC]],
  ['Anna takes another name', () => update(anna, { name: 'Berta' }), [...STUDENT_LISTS, ...LOGIC, 'Anna']],
  ['Anna has a phone', () => update(anna, { phone: '1' }), [...STUDENT_LISTS, ...LOGIC, 'Anna']],
  [
    'Anna takes another branch',
    () => update(anna, { branch: 'Sets' }),
    [...STUDENT_LISTS, ...LOGIC, 'students of Sets', 'Anna'],
  ],
  ['a trainer registers', () => signUp(app, 'trainer'), TRAINER_LISTS],
  ['Ada takes another name', () => update(ada, { name: 'Ava' }), [...TRAINER_LISTS, 'Ada']],
  ['Ada knows more', () => update(ada, { expertise: 'All' }), [...TRAINER_LISTS, 'Ada']],
  ['Ada enters a lecture', () => createLecture(ada, on(DAY)), [...WIDE, ...ON_DAY, 'Ada’s lectures']],
  [
    'an administrator enters one for her',
    () => createLecture(admin, { ...on('2031-06-10'), trainerId: ada.id }),
    [...WIDE, 'another month’s lectures', 'Ada’s lectures'],
  ],
  [
    'Ada enters one for today',
    () =>
      createLecture(ada, { startsAt: new Date().toISOString(), endsAt: new Date(Date.now() + 1_000).toISOString() }),
    [...WIDE, 'today’s lectures', 'Ada’s lectures'],
  ],
  ['Ada renames her lecture', () => updateLecture(ada, adas, { title: 'U' }), [...WIDE, ...ON_DAY, ...ADAS]],
  [
    'Ada moves it to the next day',
    () => updateLecture(ada, adas, on(NEXT_DAY)),
    [...WIDE, ...ON_DAY, 'the next day’s lectures', ...ADAS],
  ],
  [
    'Ada cancels it',
    () => mutate(ada, `mutation { done: cancelLecture(id: "${adas}") }`, {}),
    [...WIDE, ...ON_DAY, ...ADAS],
  ],
  ['somebody signs in', () => graphql(app.url, '{ __typename }', { token: anna.token }), []],
  [
    'a change is refused',
    () => graphql(app.url, `mutation { cancelLecture(id: "${adas}") }`, { token: emmy.token }),
    [],
  ],
])('%s', async (_change, run, misses) => {
  expect((await missesAfter(run)).sort()).toEqual([...misses].sort());
});
