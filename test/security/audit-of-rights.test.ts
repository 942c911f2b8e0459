import { JWT_SECRET } from '../support/app';
import { Campus, type Caller } from '../support/campus';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { startGateway, type TestGateway } from '../support/gateway';
import { dataOf, graphql } from '../support/graphql';
import { startTestRedis, type TestRedis } from '../support/redis';

/* Who belongs to a course or an organization sees more, and who gives a course rules it: each such change is an audit line. */
let database: TestDatabase;
let redis: TestRedis;
let gateway: TestGateway;
let campus: Campus;
let course: string;

const LIMITS = ['LOGIN', 'LOGIN_IP', 'REGISTER', 'API', 'USER', 'CODE'].map((name): [string, string] => [
  `RATE_LIMIT_${name}`,
  'off',
]);

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  const databases = { DATABASE_URL: database.url, REDIS_URL: redis.url, JWT_SECRET };
  gateway = await startGateway({ NODE_ENV: 'test', LOG_LEVEL: 'info', ...databases, ...Object.fromEntries(LIMITS) });
  campus = await Campus.open({ url: gateway.url, databaseUrl: database.url });
  const create =
    'mutation { made: createCourse(input: { title: "C", description: "D", enrollmentCode: "CODE-1" }) { id } }';
  course = dataOf<{ made: { id: string } }>(await campus.ask('trainer', create)).made.id;
});
afterAll(async () => {
  await gateway.kill();
  await Promise.all([database.drop(), redis.stop()]);
});

type Line = Record<string, unknown>;

let asked = 0;

/** The only line of a mutation. */
async function lineOf(by: Caller, mutation: string): Promise<Line> {
  const requestId = `audit-of-rights-${(asked += 1)}`;
  await graphql(gateway.url, `mutation { ${mutation} }`, {
    ...{ token: campus.token(by), headers: { 'x-request-id': requestId } },
  });
  const lines = () =>
    gateway
      .output()
      .split('\n')
      .filter((line) => line.includes(requestId) && line.includes('"audit"'))
      .map((line) => JSON.parse(line) as Line);
  await eventually(() => lines().length > 0);
  expect(lines()).toHaveLength(1);
  return lines()[0] ?? {};
}

it('a student enrolls, and leaves', async () => {
  const own = { audit: 'membership-change', outcome: 'success', userId: campus.id('student'), courseId: course };
  expect(await lineOf('student', 'enroll(code: "CODE-1") { id }')).toMatchObject(own);
  expect(await lineOf('student', `unenroll(courseId: "${course}")`)).toMatchObject(own);
});

it('whoever guesses a code is told of, the code is not', async () => {
  const line = await lineOf('student', 'enroll(code: "GUESSED-CODE") { id }');
  expect(line).toMatchObject({ audit: 'membership-change', outcome: 'refused', code: 'NOT_FOUND' });
  expect(JSON.stringify(line)).not.toContain('GUESSED');
});

it('a trainer enrolls a student and takes it out; another trainer may not', async () => {
  const student = campus.id('otherStudent');
  const enroll = `enrollStudents(courseId: "${course}", studentIds: ["${student}"]) { id }`;
  const about = { audit: 'membership-change', courseId: course };
  expect(await lineOf('otherTrainer', enroll)).toMatchObject({ ...about, outcome: 'refused', code: 'FORBIDDEN' });
  const done = { ...about, outcome: 'success', userId: campus.id('trainer'), subjectIds: [student] };
  expect(await lineOf('trainer', enroll)).toMatchObject(done);
  expect(await lineOf('trainer', `unenroll(courseId: "${course}", studentId: "${student}")`)).toMatchObject(done);
});

it('a member joins an organization', async () => {
  const create = 'mutation { made: createOrganization(input: { name: "O", code: "CODE-2" }) { id } }';
  const { id } = dataOf<{ made: { id: string } }>(await campus.ask('admin', create)).made;
  expect(await lineOf('trainer', 'joinOrganization(code: "CODE-2") { id }')).toMatchObject({
    ...{ audit: 'membership-change', outcome: 'success', userId: campus.id('trainer'), organizationId: id },
  });
});

it('a course gets another trainer', async () => {
  const subjectId = campus.id('otherTrainer');
  expect(
    await lineOf('admin', `updateCourse(id: "${course}", input: { trainerId: "${subjectId}" }) { id }`),
  ).toMatchObject({
    ...{ audit: 'course-handover', outcome: 'success', userId: campus.id('admin'), courseId: course, subjectId },
  });
});
