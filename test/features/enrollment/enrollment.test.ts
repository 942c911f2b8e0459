import { randomBytes } from 'node:crypto';
import { sign } from 'jsonwebtoken';
import { encodeSession } from '../../../src/platform/sessions/session';
import { JWT_SECRET, signUp, startApp, type Account, type TestApp } from '../../support/app';
import { codesOf, dataOf, faultsOf, graphql, untilServed } from '../../support/graphql';
import { insertStudents, select } from '../../support/rows';
import { createCourse, enroll, signUpPeople, type CreatedCourse, type People } from '../course/people';

/* Enrolling and leaving: who may, what it answers, and that every replica knows at once. */

let app: TestApp;
/** Another replica, on the same databases. */
let elsewhere: TestApp;
let people: People;
let course: CreatedCourse;

beforeAll(async () => {
  app = await startApp();
  elsewhere = await startApp({
    database: { url: app.databaseUrl },
    redis: { url: `unix://${app.redis.options.path ?? ''}` },
  });
  people = await signUpPeople(app);
});
afterAll(async () => {
  await elsewhere.close();
  await app.close();
});
beforeEach(async () => {
  people.trainer = await signUp(app, 'trainer', { name: 'Ada' });
  course = await createCourse(app, people.trainer);
});

const ask = ({ token }: Account, query: string, variables = {}, at = app) =>
  graphql(at.url, query, { token, variables });

/** Sessions without signing in: hashing a thousand passwords would take longer than the test. */
async function tokensOf(ids: string[]): Promise<string[]> {
  const now = Date.now();
  const endsAt = now + 3_600_000;
  const pipeline = app.redis.pipeline();
  const tokens = ids.map((userId) => {
    const id = randomBytes(16).toString('base64url');
    const session = { id, createdAt: now, lastSeenAt: now, idleEndsAt: endsAt, endsAt, ip: null, userAgent: null };
    pipeline.hset(`session:${userId}`, id, encodeSession(session)).pexpire(`session:${userId}`, 3_600_000);
    return sign({ sub: userId, jti: id, exp: Math.floor(endsAt / 1000) }, JWT_SECRET, { algorithm: 'HS256' });
  });
  await pipeline.exec();
  return tokens;
}

const ENROLL = 'mutation ($code: String!) { enroll(code: $code) { id isEnrolled studentCount enrollmentCode } }';
const UNENROLL = 'mutation ($id: ID!, $student: ID) { unenroll(courseId: $id, studentId: $student) }';
const ENROLL_ALL = `mutation ($id: ID!, $students: [ID!]!) {
  enrollStudents(courseId: $id, studentIds: $students) { studentCount isEnrolled } }`;

it('enrolls by code, whatever its case and space, and only once', async () => {
  const code = ` ${course.enrollmentCode.toLowerCase()} `;
  expect(dataOf(await ask(people.enrolled, ENROLL, { code }))).toEqual({
    enroll: { id: course.id, isEnrolled: true, studentCount: 1, enrollmentCode: null },
  });
  expect(codesOf(await ask(people.enrolled, ENROLL, { code }))).toEqual(['CONFLICT']);
  expect(codesOf(await ask(people.trainer, ENROLL, { code }))).toEqual(['FORBIDDEN']);
  expect(codesOf(await graphql(app.url, ENROLL, { variables: { code } }))).toEqual(['UNAUTHENTICATED']);
});

it.each(['', 'abc', 'no such code', 'x'.repeat(65), 'ab\0cd', 'ab\ud800cd'])('knows no code %j', async (code) => {
  expect(codesOf(await ask(people.enrolled, ENROLL, { code }))).toEqual(['NOT_FOUND']);
});

it('makes codes that cannot be guessed or misread', async () => {
  const codes = [course.enrollmentCode, (await createCourse(app, people.trainer)).enrollmentCode];
  for (const code of codes) expect(code).toMatch(/^[A-HJKMNP-Z2-9]{3}(-[A-HJKMNP-Z2-9]{3}){2}$/);
  expect(new Set(codes).size).toBe(2);
});

it('enrolls many; those who are enrolled stay, and ids that name nobody are reported by their index', async () => {
  await enroll(app, people.enrolled, course.enrollmentCode);
  const [enrolled, stranger, trainer] = [people.enrolled.id, people.stranger.id, people.trainer.id];
  const bad = await ask(people.trainer, ENROLL_ALL, {
    id: course.id,
    students: [stranger, trainer, stranger, 'nobody', enrolled],
  });
  expect(codesOf(bad)).toEqual(['BAD_USER_INPUT']);
  expect(faultsOf(bad)).toEqual(['studentIds.1', 'studentIds.2', 'studentIds.3']);
  expect(dataOf(await ask(people.trainer, ENROLL_ALL, { id: course.id, students: [stranger, enrolled] }))).toEqual({
    enrollStudents: { studentCount: 2, isEnrolled: false },
  });
});

it('lets students go by themselves, and the staff take them out', async () => {
  const id = course.id;
  await enroll(app, people.enrolled, course.enrollmentCode);
  expect(codesOf(await ask(people.stranger, UNENROLL, { id, student: people.enrolled.id }))).toEqual(['FORBIDDEN']);
  expect(codesOf(await ask(people.other, UNENROLL, { id, student: people.enrolled.id }))).toEqual(['FORBIDDEN']);
  expect(faultsOf(await ask(people.trainer, UNENROLL, { id }))).toEqual(['studentId']);
  for (const student of [people.stranger.id, people.other.id, 'nobody']) {
    expect(dataOf(await ask(people.trainer, UNENROLL, { id, student }))).toEqual({ unenroll: false });
  }
  expect(dataOf(await ask(people.enrolled, UNENROLL, { id }))).toEqual({ unenroll: true });
  expect(dataOf(await ask(people.enrolled, UNENROLL, { id }))).toEqual({ unenroll: false });
  expect(codesOf(await ask(people.enrolled, UNENROLL, { id: people.other.id }))).toEqual(['NOT_FOUND']);
});

describe('every change of memberships is seen at once, on every replica', () => {
  const changes: Record<string, (isEnrolled: boolean) => Promise<unknown>> = {
    'by code, and by oneself': (isEnrolled) =>
      isEnrolled
        ? ask(people.enrolled, ENROLL, { code: course.enrollmentCode })
        : ask(people.enrolled, UNENROLL, { id: course.id }),
    'by the trainer': (isEnrolled) =>
      isEnrolled
        ? ask(people.trainer, ENROLL_ALL, { id: course.id, students: [people.enrolled.id] })
        : ask(people.trainer, UNENROLL, { id: course.id, student: people.enrolled.id }),
  };
  const one = 'query ($id: ID!) { course(id: $id) { isEnrolled studentCount } }';
  const mine = '{ courses(mine: true) { totalCount nodes { id } } }';
  const list = 'query ($id: ID) { courses(trainerId: $id) { nodes { id isEnrolled studentCount } } }';
  const students = `query ($id: ID!) { students(courseId: $id) { totalCount nodes { name } }
    course(id: $id) { students { totalCount nodes { name } } } trainerStats { students } }`;

  it.each(Object.keys(changes))('%s', async (name) => {
    for (const isEnrolled of [false, true, false, true, false]) {
      if (isEnrolled !== false || (await isIn())) dataOf((await changes[name]?.(isEnrolled)) as never);
      for (const at of [app, elsewhere, app]) {
        const count = Number(isEnrolled);
        const [alone, own, all, staff] = await Promise.all([
          ask(people.enrolled, one, { id: course.id }, at),
          ask(people.enrolled, mine, {}, at),
          ask(people.enrolled, list, { id: people.trainer.id }, at),
          ask(people.trainer, students, { id: course.id }, at),
        ]);
        expect(dataOf(alone)).toEqual({ course: { isEnrolled, studentCount: count } });
        expect(own.text.includes(course.id)).toBe(isEnrolled);
        expect(dataOf<{ courses: { nodes: object[] } }>(all).courses.nodes).toContainEqual({
          ...{ id: course.id, isEnrolled, studentCount: count },
        });
        const people_ = { totalCount: count, nodes: isEnrolled ? [{ name: 'Anna' }] : [] };
        expect(dataOf(staff)).toEqual({
          students: people_,
          course: { students: people_ },
          trainerStats: { students: count },
        });
      }
    }
  });

  const isIn = async () => (await ask(people.enrolled, one, { id: course.id })).text.includes('"isEnrolled":true');
});

it('whoever signs in may ask for courses and organization in the same operation', async () => {
  await enroll(app, people.enrolled, course.enrollmentCode);
  const query = `mutation ($input: LoginInput!) { login(input: $input) { user { organization { code }
    ... on Student { courses { nodes { id enrollmentCode students { totalCount } } } } } } }`;
  const { email, password } = people.enrolled;
  const answer = dataOf<{ login: { user: { courses: { nodes: object[] } } } }>(
    await graphql(app.url, query, { variables: { input: { email, password } } }),
  );
  expect(answer.login.user.courses.nodes).toContainEqual({ id: course.id, enrollmentCode: null, students: null });
});

it('students(courseId): trainers find nobody in another’s course', async () => {
  await enroll(app, people.enrolled, course.enrollmentCode);
  const query = 'query ($id: ID) { students(courseId: $id) { totalCount nodes { name } } }';
  const found = async (by: Account, id: string) =>
    dataOf<{ students: { totalCount: number } }>(await ask(by, query, { id })).students.totalCount;
  for (const [by, count] of [
    [people.trainer, 1],
    [people.other, 0],
    [people.admin, 1],
    [people.other, 0],
  ] as const) {
    expect(await found(by, course.id)).toBe(count);
  }
  expect(await found(people.trainer, 'nothing')).toBe(0);
});

it('a thousand enroll in one course, forty at once: a thousand rows, no double, no lost count', async () => {
  const ids = await insertStudents(
    app.databaseUrl,
    Array.from({ length: 1_000 }, (_, nth) => ({ name: `S ${nth}` })),
  );
  const tokens = await tokensOf(ids);
  const rest = [...tokens, ...tokens.slice(0, 50)];
  const codes: string[] = [];
  await Promise.all(
    Array.from({ length: 40 }, async () => {
      for (let token = rest.pop(); token !== undefined; token = rest.pop()) {
        const asked = { token, variables: { code: course.enrollmentCode } };
        codes.push(...codesOf(await untilServed(() => graphql(app.url, ENROLL, asked))));
      }
    }),
  );
  expect(codes).toEqual(Array.from({ length: 50 }, () => 'CONFLICT'));
  const rows = await select(app.databaseUrl, 'SELECT student_id FROM enrollments WHERE course_id = $1', [course.id]);
  expect(rows).toHaveLength(1_000);
  const query = 'query ($id: ID!) { course(id: $id) { studentCount } }';
  for (const at of [app, elsewhere]) {
    expect(dataOf(await ask(people.stranger, query, { id: course.id }, at))).toEqual({
      course: { studentCount: 1_000 },
    });
  }
});
