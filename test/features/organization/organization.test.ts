import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { codesOf, dataOf, faultsOf, graphql } from '../../support/graphql';
import { createCourse } from '../course/people';

/* Organizations: who sees them and their codes, joining and leaving, and what they count. */

let app: TestApp;
let admin: Account;
let trainer: Account;
let student: Account;
let stranger: Account;
let north: { id: string; code: string };

beforeAll(async () => {
  app = await startApp();
  admin = await signUp(app, 'admin');
  trainer = await signUp(app, 'trainer', { name: 'Ada' });
  stranger = await signUp(app, 'student', { name: 'Bernd' });
});
beforeEach(async () => {
  student = await signUp(app, 'student', { name: 'Anna' });
  north = await create({ name: 'North' });
});
afterAll(() => app.close());

const ask = (by: Account | null, query: string, variables = {}) =>
  graphql(app.url, query, { token: by?.token, variables });

const CREATE = `mutation ($input: CreateOrganizationInput!) { done: createOrganization(input: $input) {
  id code name description trainerCount studentCount courseCount } }`;
const JOIN = `mutation ($code: String!) { joinOrganization(code: $code) {
  id code trainerCount studentCount trainers { nodes { name } } students { nodes { name } } } }`;
const ONE = `query ($id: ID!) { organization(id: $id) {
  name code trainerCount studentCount courseCount trainers { nodes { name } } students { nodes { name } } } }`;

async function create(input: object) {
  return dataOf<{ done: { id: string; code: string } }>(await ask(admin, CREATE, { input })).done;
}

it('is for administrators to make and change', async () => {
  expect(north.code).toMatch(/^[A-HJKMNP-Z2-9-]{11}$/);
  const update =
    'mutation ($id: ID!, $input: UpdateOrganizationInput!) { updateOrganization(id: $id, input: $input) { name code } }';
  for (const [by, code] of [
    [null, 'UNAUTHENTICATED'],
    [student, 'FORBIDDEN'],
    [trainer, 'FORBIDDEN'],
  ] as const) {
    expect(codesOf(await ask(by, CREATE, { input: { name: 'N' } }))).toEqual([code]);
    expect(codesOf(await ask(by, update, { id: north.id, input: {} }))).toEqual([code]);
    expect(codesOf(await ask(by, '{ organizations { nodes { id } } }'))).toEqual([code]);
  }
  const taken = await ask(admin, CREATE, { input: { name: 'N', code: north.code.toLowerCase() } });
  expect([codesOf(taken), faultsOf(taken)]).toEqual([['CONFLICT'], ['input.code']]);
  expect(faultsOf(await ask(admin, update, { id: north.id, input: { name: null, code: null } }))).toEqual([
    'input.name',
    'input.code',
  ]);
  expect(codesOf(await ask(admin, update, { id: student.id, input: {} }))).toEqual(['NOT_FOUND']);
  await ask(admin, ONE, { id: north.id });
  expect(dataOf(await ask(admin, update, { id: north.id, input: { name: 'South' } }))).toEqual({
    updateOrganization: { name: 'South', code: north.code },
  });
  expect((await ask(admin, ONE, { id: north.id })).text).toContain('"South"');
  expect((await ask(admin, '{ organizations(first: 100) { totalCount nodes { name } } }')).text).toContain('"South"');
});

it('shows itself to members only, and its code too; people and courses name it to everybody', async () => {
  const input = { organizationId: north.id };
  const course = await createCourse(app, trainer, input);
  const named = 'query ($id: ID!) { course(id: $id) { organization { name code courseCount } } }';
  const members = { trainers: null, students: null };
  for (const round of ['cold', 'warm']) {
    for (const by of [stranger, student]) {
      expect({ round, ...dataOf(await ask(by, ONE, { id: north.id })) }).toEqual({ round, organization: null });
      expect(dataOf(await ask(by, named, { id: course.id }))).toEqual({
        course: { organization: { name: 'North', code: null, courseCount: 1 } },
      });
    }
  }
  expect(dataOf(await ask(student, JOIN, { code: ` ${north.code.toLowerCase()} ` }))).toEqual({
    joinOrganization: {
      id: north.id,
      code: north.code,
      trainerCount: 0,
      studentCount: 1,
      trainers: { nodes: [] },
      students: null,
    },
  });
  const seen = { name: 'North', trainerCount: 0, studentCount: 1, courseCount: 1 };
  const { organization } = dataOf<{ organization: object }>(await ask(student, ONE, { id: north.id }));
  expect(organization).toEqual({ ...seen, code: north.code, trainers: { nodes: [] }, students: null });
  expect(dataOf(await ask(stranger, ONE, { id: north.id }))).toEqual({ organization: null });
  expect(dataOf(await ask(stranger, named, { id: course.id }))).toMatchObject({
    course: { organization: { code: null } },
  });
  expect(dataOf(await ask(student, named, { id: course.id }))).toMatchObject({
    course: { organization: { code: north.code } },
  });
  const all = dataOf<{ organization: object }>(await ask(admin, ONE, { id: north.id })).organization;
  expect(all).toEqual({ ...seen, code: north.code, trainers: { nodes: [] }, students: { nodes: [{ name: 'Anna' }] } });
  expect(members).toBeDefined();
});

it('joining leaves the former one; everything that shows either is fresh', async () => {
  const south = await create({ name: 'South', code: 'SOUTH-' + north.code });
  const me = '{ me { organization { name code } } }';
  const counts = async () =>
    Promise.all(
      [north, south].map(async ({ id }) => {
        const { organization } = dataOf<{ organization: { studentCount: number; trainerCount: number } }>(
          await ask(admin, ONE, { id }),
        );
        return [organization.studentCount, organization.trainerCount];
      }),
    );
  const person = 'query ($id: ID!) { student(id: $id) { organization { name } } }';
  expect(await counts()).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(dataOf(await ask(student, me))).toEqual({ me: { organization: null } });
  expect(dataOf(await ask(admin, person, { id: student.id }))).toEqual({ student: { organization: null } });
  dataOf(await ask(student, JOIN, { code: north.code }));
  dataOf(await ask(trainer, JOIN, { code: north.code }));
  expect(codesOf(await ask(student, JOIN, { code: north.code }))).toEqual(['CONFLICT']);
  expect(await counts()).toEqual([
    [1, 1],
    [0, 0],
  ]);
  expect(dataOf(await ask(student, me))).toEqual({ me: { organization: { name: 'North', code: north.code } } });
  expect(dataOf(await ask(admin, person, { id: student.id }))).toEqual({
    student: { organization: { name: 'North' } },
  });
  dataOf(await ask(student, JOIN, { code: south.code }));
  expect(await counts()).toEqual([
    [0, 1],
    [1, 0],
  ]);
  expect(dataOf(await ask(student, me))).toMatchObject({ me: { organization: { name: 'South' } } });
  expect(dataOf(await ask(student, ONE, { id: north.id }))).toEqual({ organization: null });
  dataOf(await ask(admin, 'mutation ($id: ID!) { deleteUser(id: $id) }', { id: student.id }));
  expect(await counts()).toEqual([
    [0, 1],
    [0, 0],
  ]);
});

it.each(['', 'abc', 'no such code', 'x'.repeat(65)])('knows no code %j; administrators join nothing', async (code) => {
  expect(codesOf(await ask(student, JOIN, { code }))).toEqual(['NOT_FOUND']);
  expect(codesOf(await ask(admin, JOIN, { code }))).toEqual(['FORBIDDEN']);
});

it('attempts at codes are limited by user, of courses and organizations together', async () => {
  const limited = await startApp({ env: { RATE_LIMIT_CODE: '3/15m' } });
  try {
    const one = await signUp(limited, 'student');
    const other = await signUp(limited, 'student');
    const attempt = (by: Account, field: string) =>
      graphql(limited.url, `mutation { ${field}(code: "NO-SUCH-CODE") { id } }`, { token: by.token });
    for (const field of ['enroll', 'joinOrganization', 'enroll'])
      expect(codesOf(await attempt(one, field))).toEqual(['NOT_FOUND']);
    for (const field of ['enroll', 'joinOrganization'])
      expect(codesOf(await attempt(one, field))).toEqual(['RATE_LIMITED']);
    expect(codesOf(await attempt(other, 'enroll'))).toEqual(['NOT_FOUND']);
    const limits = dataOf(
      await graphql(limited.url, '{ rateLimits { policy limit remaining } }', { token: one.token }),
    );
    expect(limits).toEqual({ rateLimits: [{ policy: 'code', limit: 3, remaining: 0 }] });
  } finally {
    await limited.close();
  }
});
