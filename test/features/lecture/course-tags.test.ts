import { startApp, type TestApp } from '../../support/app';
import { dataOf } from '../../support/graphql';
import { eventually } from '../../support/eventually';
import { ask, created, openSchool, updated, type Person, type School } from './support/school';

/*
 * A change of a lecture names exactly the lists that show it: those of its course before and after, and those of the
 * students who are in one of these courses.
 */

let app: TestApp;
let school: School;

const AT = { startsAt: '2031-05-01T09:00:00Z', endsAt: '2031-05-01T10:00:00Z' };

const READS = {
  'all lectures': ['admin', () => '{ lectures { nodes { title } totalCount } }'],
  'the course’s': ['admin', () => `{ lectures(courseId: "${school.courseId}") { nodes { title } totalCount } }`],
  'the other course’s': [
    'admin',
    () => `{ lectures(courseId: "${school.otherCourseId}") { nodes { title } totalCount } }`,
  ],
  'the trainer’s own': ['trainer', () => '{ lectures(mine: true) { nodes { title } } }'],
  'the other trainer’s own': ['otherTrainer', () => '{ lectures(mine: true) { nodes { title } } }'],
  'the student’s own': ['student', () => '{ lectures(mine: true) { nodes { title } } }'],
  'the stranger’s own': ['stranger', () => '{ lectures(mine: true) { nodes { title } } }'],
  'the student’s own day': ['student', () => '{ todayLectures(mine: true, date: "2031-05-01") { title } }'],
  'the day': ['admin', () => '{ todayLectures(date: "2031-05-01") { title } }'],
  'another day': ['admin', () => '{ todayLectures(date: "2031-06-01") { title } }'],
} satisfies Record<string, [Person, () => string]>;
type ReadName = keyof typeof READS;
const NAMES = Object.keys(READS) as ReadName[];

beforeAll(async () => {
  app = await startApp();
  school = await openSchool(app);
});
afterAll(() => app.close());

async function isHit(name: ReadName): Promise<boolean> {
  const [by, query] = READS[name];
  const answer = await ask(app, school[by], query());
  dataOf(answer);
  return answer.headers.get('x-cache') === 'HIT';
}

async function missesAfter(change: () => Promise<unknown>): Promise<ReadName[]> {
  for (const name of NAMES) await eventually(() => isHit(name));
  await change();
  const missed: ReadName[] = [];
  for (const name of NAMES) if (!(await isHit(name))) missed.push(name);
  return missed;
}

const OF_COURSE: ReadName[] = ['the course’s', 'the student’s own', 'the student’s own day'];

it('a lecture of a course, moved to another one and out of it, and of no course', async () => {
  const { trainer, admin, courseId, otherCourseId } = school;
  let id = '';
  const enters = async () => (id = (await created(app, trainer, { ...AT, courseId })).id);
  expect(await missesAfter(enters)).toEqual(expectedOf('all lectures', ...OF_COURSE, 'the trainer’s own', 'the day'));
  const renames = () => updated(app, trainer, id, { title: 'Another' });
  expect(await missesAfter(renames)).toEqual(expectedOf('all lectures', ...OF_COURSE, 'the trainer’s own', 'the day'));
  expect(await missesAfter(() => updated(app, admin, id, { courseId: otherCourseId }))).toEqual(
    expectedOf(
      ...([
        'all lectures',
        ...OF_COURSE,
        'the other course’s',
        'the trainer’s own',
        'the other trainer’s own',
      ] as const),
      'the day',
    ),
  );
  expect(await missesAfter(() => updated(app, admin, id, { courseId: null }))).toEqual(
    expectedOf(
      ...(['all lectures', 'the other course’s', 'the other trainer’s own', 'the student’s own'] as const),
      ...(['the stranger’s own', 'the student’s own day', 'the day'] as const),
    ),
  );
});

it('enrollments change no list of others', async () => {
  const { stranger, otherCourseId, admin } = school;
  const query =
    'mutation ($courseId: ID!, $studentIds: [ID!]!) { enrollStudents(courseId: $courseId, studentIds: $studentIds) { id } }';
  const enrolls = () => ask(app, admin, query, { courseId: otherCourseId, studentIds: [stranger.id] });
  expect(await missesAfter(enrolls)).toEqual(expectedOf('the stranger’s own'));
});

/** In the order of the reads. */
const expectedOf = (...names: ReadName[]): ReadName[] => NAMES.filter((name) => names.includes(name));
