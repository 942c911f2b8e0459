import { startApp, type TestApp } from '../../support/app';
import { codesOf, dataOf, faultsOf, graphql } from '../../support/graphql';
import { createCourse, enroll, signUpPeople, type CreatedCourse, type People } from './people';

/* Who may do what with a course, and who sees which of its fields, whoever has filled the caches. */

type Who = keyof People | 'anonymous';
const ALL: Who[] = ['anonymous', 'stranger', 'enrolled', 'other', 'trainer', 'admin'];

let app: TestApp;
let people: People;
let course: CreatedCourse;

beforeAll(async () => {
  app = await startApp();
  people = await signUpPeople(app);
  course = await createCourse(app, people.trainer);
  await enroll(app, people.enrolled, course.enrollmentCode);
});
afterAll(() => app.close());

const ask = (who: Who, query: string, variables = {}) =>
  graphql(app.url, query, { token: who === 'anonymous' ? undefined : people[who].token, variables });

const FIELDS = 'id title enrollmentCode isEnrolled studentCount students { nodes { name } }';

interface Seen {
  enrollmentCode: string | null;
  isEnrolled: boolean;
  studentCount: number;
  students: { nodes: { name: string }[] } | null;
}

const seenBy: Record<keyof People, () => Partial<Seen>> = {
  stranger: () => ({ enrollmentCode: null, isEnrolled: false, students: null }),
  enrolled: () => ({ enrollmentCode: null, isEnrolled: true, students: null }),
  other: () => ({ enrollmentCode: null, isEnrolled: false, students: null }),
  trainer: () => ({
    enrollmentCode: course.enrollmentCode,
    isEnrolled: false,
    students: { nodes: [{ name: 'Anna' }] },
  }),
  admin: () => ({ enrollmentCode: course.enrollmentCode, isEnrolled: false, students: { nodes: [{ name: 'Anna' }] } }),
};
const ROLES = Object.keys(seenBy) as (keyof People)[];

const READS: Record<string, (data: Record<string, unknown>) => Seen> = {
  [`query ($id: ID!) { course(id: $id) { ${FIELDS} } }`]: (data) => data['course'] as Seen,
  [`query ($id: ID) { courses(trainerId: $id) { nodes { ${FIELDS} } } }`]: (data) =>
    (data['courses'] as { nodes: Seen[] }).nodes[0] as Seen,
};

describe.each([
  ['members first', ROLES],
  ['strangers first', [...ROLES].reverse()],
])('members-only fields, %s', (_order, order) => {
  it.each(['cold', 'warm', 'replayed'])('%s', async () => {
    for (const [query, courseIn] of Object.entries(READS)) {
      for (const who of order) {
        const id = query.includes('trainerId') ? people.trainer.id : course.id;
        const seen = courseIn(dataOf(await ask(who, query, { id })));
        expect({ who, seen }).toEqual({ who, seen: expect.objectContaining({ ...seenBy[who](), studentCount: 1 }) });
      }
    }
  });
});

const OPERATIONS: [name: string, query: string, may: Who[], others: string][] = [
  ['course', 'query ($id: ID!) { course(id: $id) { id } }', ALL.slice(1), 'UNAUTHENTICATED'],
  ['courses', '{ courses { nodes { id } } }', ALL.slice(1), 'UNAUTHENTICATED'],
  ['archived courses', '{ courses(archived: true) { nodes { id } } }', ['admin'], 'FORBIDDEN'],
  [
    'updateCourse',
    'mutation ($id: ID!) { updateCourse(id: $id, input: { credits: 1 }) { id } }',
    ['trainer', 'admin'],
    'FORBIDDEN',
  ],
  [
    'enrollStudents',
    'mutation ($id: ID!) { enrollStudents(courseId: $id, studentIds: []) { id } }',
    ['trainer', 'admin'],
    'FORBIDDEN',
  ],
  [
    'unenroll another',
    `mutation ($id: ID!, $student: ID) { unenroll(courseId: $id, studentId: $student) }`,
    ['trainer', 'admin'],
    'FORBIDDEN',
  ],
  ['restoreCourse', 'mutation ($id: ID!) { restoreCourse(id: $id) { id } }', ['admin'], 'FORBIDDEN'],
];

it.each(OPERATIONS)('%s: who may', async (_name, query, may, refusal) => {
  const student = '00000000-0000-7000-8000-000000000000';
  const variables = query.includes('$student')
    ? { id: course.id, student }
    : query.includes('$id')
      ? { id: course.id }
      : {};
  for (const who of ALL) {
    const answer = await ask(who, query, variables);
    const expected = may.includes(who) ? [] : [who === 'anonymous' ? 'UNAUTHENTICATED' : refusal];
    expect({ who, codes: codesOf(answer) }).toEqual({ who, codes: expected });
  }
});

it('createCourse: trainers for themselves, administrators for a trainer', async () => {
  const query =
    'mutation ($input: CreateCourseInput!) { createCourse(input: $input) { trainer { name } credits isEnrolled studentCount } }';
  const input = { title: 'Sets', description: '' };
  const create = (who: Who, more = {}) => ask(who, query, { input: { ...input, ...more } });
  const made = { credits: 0, isEnrolled: false, studentCount: 0 };
  expect(dataOf(await create('trainer'))).toEqual({ createCourse: { ...made, trainer: { name: 'Ada' } } });
  expect(dataOf(await create('trainer', { trainerId: people.trainer.id }))).toMatchObject({ createCourse: made });
  expect(faultsOf(await create('trainer', { trainerId: people.other.id }))).toEqual(['input.trainerId']);
  expect(faultsOf(await create('admin'))).toEqual(['input.trainerId']);
  expect(faultsOf(await create('trainer', { schedule: '' }))).toEqual(['input.schedule']);
  expect(faultsOf(await create('admin', { trainerId: people.stranger.id }))).toEqual(['input.trainerId']);
  expect(faultsOf(await create('trainer', { organizationId: people.other.id }))).toEqual(['input.organizationId']);
  expect(dataOf(await create('admin', { trainerId: people.other.id }))).toMatchObject({
    createCourse: { trainer: { name: 'Emmy' } },
  });
  expect(codesOf(await create('enrolled'))).toEqual(['FORBIDDEN']);
  expect(codesOf(await create('anonymous'))).toEqual(['UNAUTHENTICATED']);
  const taken = await create('other', { enrollmentCode: ` ${course.enrollmentCode.toLowerCase()} ` });
  expect([codesOf(taken), faultsOf(taken)]).toEqual([['CONFLICT'], ['input.enrollmentCode']]);
});

it.each<[input: string, fields: string[]]>([
  ['title: null', ['input.title']],
  ['credits: null', ['input.credits']],
  ['enrollmentCode: null', ['input.enrollmentCode']],
  ['trainerId: null', ['input.trainerId']],
  ['title: ""', ['input.title']],
  ['schedule: ""', ['input.schedule']],
  ['credits: -1', ['input.credits']],
  ['enrollmentCode: "abc"', ['input.enrollmentCode']],
])('updateCourse refuses { %s }', async (input, fields) => {
  const query = `mutation ($id: ID!) { updateCourse(id: $id, input: { ${input} }) { id } }`;
  expect(faultsOf(await ask('trainer', query, { id: course.id }))).toEqual(fields);
});

it('an archived course is gone for all but administrators, and comes back', async () => {
  const { id, enrollmentCode: code } = await createCourse(app, people.trainer, { title: 'Gone' });
  await enroll(app, people.enrolled, code);
  const one = 'query ($id: ID!) { course(id: $id) { title archivedAt studentCount } }';
  const mine = '{ courses(mine: true) { nodes { title } } me { ... on Trainer { courses { nodes { title } } } } }';
  for (const who of ROLES) await ask(who, one, { id });
  for (const who of ROLES) await ask(who, mine);

  expect(dataOf(await ask('trainer', 'mutation ($id: ID!) { deleteCourse(id: $id) }', { id }))).toEqual({
    deleteCourse: true,
  });
  for (const who of ROLES) {
    const { course: seen } = dataOf<{ course: object | null }>(await ask(who, one, { id }));
    expect({ who, isSeen: seen !== null }).toEqual({ who, isSeen: who === 'admin' });
    expect((await ask(who, mine)).text).not.toContain('Gone');
  }
  expect((await ask('admin', '{ courses(archived: true) { totalCount nodes { title } } }')).text).toContain('Gone');
  const unknown = await ask('stranger', 'mutation { enroll(code: "NO-SUCH-CODE") { id } }');
  const archived = await ask('stranger', 'mutation ($code: String!) { enroll(code: $code) { id } }', { code });
  expect(archived.body.errors?.map(({ message }) => message)).toEqual(
    unknown.body.errors?.map(({ message }) => message),
  );
  expect(codesOf(archived)).toEqual(['NOT_FOUND']);
  for (const mutation of [
    'updateCourse(id: $id, input: {}) { id }',
    'deleteCourse(id: $id)',
    'unenroll(courseId: $id, studentId: $id)',
  ])
    expect(codesOf(await ask('trainer', `mutation ($id: ID!) { ${mutation} }`, { id }))).toEqual(['NOT_FOUND']);

  expect(dataOf(await ask('admin', 'mutation ($id: ID!) { restoreCourse(id: $id) { archivedAt } }', { id }))).toEqual({
    restoreCourse: { archivedAt: null },
  });
  expect(dataOf(await ask('enrolled', one, { id }))).toEqual({
    course: { title: 'Gone', archivedAt: null, studentCount: 1 },
  });
  expect((await ask('enrolled', mine)).text).toContain('Gone');
});

it('a trainer with courses, archived or not, is not deleted; a student leaves all courses', async () => {
  const remove = 'mutation ($id: ID!) { deleteUser(id: $id) }';
  expect(codesOf(await ask('admin', remove, { id: people.trainer.id }))).toEqual(['CONFLICT']);
  const { id, enrollmentCode } = await createCourse(app, people.other, { title: 'Short' });
  await enroll(app, people.stranger, enrollmentCode);
  const count = 'query ($id: ID!) { course(id: $id) { studentCount students { nodes { name } } } }';
  expect(dataOf(await ask('other', count, { id }))).toMatchObject({ course: { studentCount: 1 } });
  expect(dataOf(await ask('admin', remove, { id: people.stranger.id }))).toEqual({ deleteUser: true });
  expect(dataOf(await ask('other', count, { id }))).toEqual({ course: { studentCount: 0, students: { nodes: [] } } });
});
