import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { rest } from '../../support/rest';

/* The REST routes of courses, organizations and the dashboard: their documents to the last property. */

let app: TestApp;
let admin: Account;
let trainer: Account;
let student: Account;
let course: Record<string, unknown>;
let organization: Record<string, unknown>;

beforeAll(async () => {
  app = await startApp();
  admin = await signUp(app, 'admin');
  trainer = await signUp(app, 'trainer', { name: 'Ada', email: 'ada@example.org' });
  student = await signUp(app, 'student', { name: 'Anna', email: 'anna@example.org' });
});
afterAll(() => app.close());

const ask = (by: Account, request: string, body?: unknown) => rest(app.url, request, { token: by.token, body });
type Shown = Record<'user' | 'updatedUser' | 'student' | 'deletedUser', object>;

const times = { createdAt: expect.any(String), updatedAt: expect.any(String) };

it('creates organizations, and lets people join', async () => {
  const body = { name: 'North', code: 'NORTH-1', description: 'Cold', extra: true };
  expect((await ask(trainer, 'POST /api/org/create', body)).status).toBe(403);
  const created = await ask(admin, 'POST /api/org/create', body);
  organization = created.body['organization'] as Record<string, unknown>;
  const id = organization['_id'];
  const document = { _id: id, id, name: 'North', description: 'Cold', code: 'NORTH-1', ...times };
  expect([created.status, created.body]).toEqual([
    201,
    { message: 'Organization created successfully', organization: { ...document, trainers: [], students: [] } },
  ]);
  expect((await ask(admin, 'POST /api/org/create', body)).status).toBe(409);
  const joined = await ask(trainer, 'POST /api/org/join', { code: 'north-1' });
  expect([joined.status, joined.body]).toEqual([
    200,
    {
      message: 'Joined organization successfully',
      organization: { ...document, trainers: [trainer.id], students: [] },
    },
  ]);
  expect((await ask(trainer, 'POST /api/org/join', { code: 'north-1' })).status).toBe(409);
  expect((await ask(student, 'POST /api/org/join', { code: 'south-1' })).status).toBe(404);
  expect((await ask(student, `GET /api/org/${String(id)}`)).status).toBe(404);
  expect((await ask(student, 'POST /api/org/join', { code: 'north-1' })).status).toBe(200);
  expect((await ask(trainer, `GET /api/org/${String(id)}`)).body).toEqual({
    ...document,
    trainers: [{ _id: trainer.id, name: 'Ada', email: 'ada@example.org' }],
    students: [{ _id: student.id, name: 'Anna', email: 'anna@example.org' }],
  });
});

it('creates courses; a trainer’s own id is no organization', async () => {
  const body = { title: 'Logic', description: 'Of propositions', schedule: 'Mondays', enrollmentCode: 'COURSE-1' };
  expect((await ask(student, 'POST /api/course/create', body)).status).toBe(403);
  const created = await ask(trainer, 'POST /api/course/create', { ...body, organizationId: trainer.id });
  course = created.body['course'] as Record<string, unknown>;
  const id = course['_id'];
  expect([created.status, created.body]).toEqual([
    201,
    {
      message: 'Course created successfully',
      course: { ...body, _id: id, id, credits: 0, trainerId: trainer.id, students: [], ...times },
    },
  ]);
  const second = {
    title: 'Sets',
    description: 'Of things',
    organizationId: organization['_id'],
    credits: '3',
    schedule: '',
  };
  expect((await ask(trainer, 'POST /api/course/create', second)).body['course']).toEqual({
    ...{ _id: expect.any(String), id: expect.any(String), title: 'Sets', description: 'Of things', credits: 3 },
    ...{ trainerId: trainer.id, organizationId: organization['_id'], enrollmentCode: expect.any(String), students: [] },
    ...times,
  });
  expect((await ask(trainer, 'POST /api/course/create', body)).status).toBe(409);
  expect((await ask(trainer, 'POST /api/course/create', { ...body, organizationId: student.id })).status).toBe(422);
});

it('enrolls, and shows each their own courses', async () => {
  const id = String(course['_id']);
  const enrolled = await ask(student, 'POST /api/course/enroll', { enrollmentCode: 'course-1' });
  const { enrollmentCode, ...shown } = course;
  expect([enrolled.status, enrolled.body]).toEqual([
    200,
    { message: 'Enrolled in course successfully', course: { ...shown, students: [] } },
  ]);
  expect((await ask(student, 'POST /api/course/enroll', { enrollmentCode })).status).toBe(409);
  expect((await ask(student, 'POST /api/course/enroll', { enrollmentCode: 'none' })).status).toBe(404);
  expect((await ask(student, 'POST /api/course/enroll', {})).status).toBe(422);

  const trainers = await ask(trainer, 'GET /api/course/trainer');
  expect(trainers.body).toHaveLength(2);
  expect((trainers.body as unknown as object[])[0]).toEqual({ ...course, students: [student.id] });
  expect((await ask(student, 'GET /api/course/trainer')).body).toEqual([]);

  const { trainerId: _plain, ...rest_ } = shown;
  const populated = { ...rest_, trainerId: { _id: trainer.id, name: 'Ada', email: 'ada@example.org' } };
  expect((await ask(student, 'GET /api/course/my-courses')).body).toEqual([
    { ...populated, organizationId: null, students: [] },
  ]);
  const own = (await ask(trainer, 'GET /api/course/my-courses')).body as unknown as object[];
  expect(own[0]).toEqual({ ...populated, enrollmentCode, organizationId: null, students: [student.id] });
  expect(own[1]).toMatchObject({ organizationId: { _id: organization['_id'], name: 'North' } });
  const page = await ask(trainer, 'GET /api/course/my-courses?limit=1');
  expect([page.body, page.headers.get('x-total-count')]).toEqual([[own[0]], '2']);

  expect((await ask(student, `GET /api/course/${id}`)).body).toEqual({ ...populated, students: [] });
  expect((await ask(trainer, `GET /api/course/${id}`)).body).toEqual({
    ...populated,
    enrollmentCode,
    students: [{ _id: student.id, name: 'Anna', email: 'anna@example.org' }],
  });
  expect((await ask(trainer, 'GET /api/course/nothing')).status).toBe(404);
});

it('shows a student’s courses wherever it shows one student', async () => {
  const { email, password } = student;
  const path = `/api/auth/student/student/${student.id}`;
  const [login, profile, changed, edited, details] = await Promise.all([
    rest(app.url, 'POST /api/auth/student/login', { body: { email, password } }),
    ask(student, `GET ${path}`),
    ask(student, `PUT ${path}`, { bio: 'Me' }),
    ask(admin, `PUT /api/auth/admin/user/student/${student.id}`, { location: 'Here' }),
    ask(admin, `GET /api/auth/admin/student/${student.id}/details`),
  ]);
  const { user, updatedUser, student: detailed } = { ...login.body, ...changed.body, ...details.body } as Shown;
  for (const shown of [user, profile.body, updatedUser, edited.body, detailed])
    expect(shown).toMatchObject({ _id: student.id, courses: [course['_id']] });
  const leaver = await signUp(app, 'student');
  await ask(leaver, 'POST /api/course/enroll', { enrollmentCode: 'COURSE-1' });
  const { deletedUser } = (await ask(admin, `DELETE /api/auth/student/student/${leaver.id}`)).body as Shown;
  expect(deletedUser).toMatchObject({ _id: leaver.id, courses: [course['_id']] });
});

it('shows a trainer’s whole record with the courses', async () => {
  await ask(trainer, `PUT /api/auth/trainer/trainer/${trainer.id}`, { bio: 'Knows logic', location: 'Oslo' });
  const { notifications: _, ...record } = (await ask(trainer, `GET /api/auth/trainer/trainer/${trainer.id}`)).body;
  expect(record).toMatchObject({ bio: 'Knows logic', location: 'Oslo', organizationId: organization['_id'] });
  const details = await ask(admin, `GET /api/auth/admin/trainer/${trainer.id}/details`);
  expect(details.body).toEqual({
    trainer: record,
    courses: [{ ...course, students: [student.id] }, expect.objectContaining({ trainerId: trainer.id })],
  });
});

it('answers the trainer’s statistics', async () => {
  expect((await ask(trainer, 'GET /api/auth/trainer/dashboard-stats')).body).toEqual({
    activeCourses: 2,
    totalStudents: 1,
    averageRating: null,
    recentSubmissions: [],
  });
  expect((await ask(student, 'GET /api/auth/trainer/dashboard-stats')).status).toBe(403);
});

it('changes and archives', async () => {
  const id = String(course['_id']);
  const body = { title: 'Logics', schedule: 'Tuesdays', students: [], trainerId: student.id, enrollmentCode: 'MINE' };
  const changed = await ask(trainer, `PUT /api/course/${id}`, body);
  expect([changed.status, changed.body]).toEqual([
    200,
    {
      message: 'Course updated successfully',
      course: { ...course, title: 'Logics', schedule: 'Tuesdays', students: [student.id], ...times },
    },
  ]);
  expect((await ask(trainer, `PUT /api/course/${id}`, { title: ' ' })).status).toBe(422);
  expect((await ask(student, `PUT /api/course/${id}`, body)).status).toBe(403);
  expect((await ask(trainer, `PUT /api/course/${student.id}`, body)).status).toBe(404);
  expect((await ask(student, `DELETE /api/course/${id}`)).status).toBe(403);
  const deleted = await ask(trainer, `DELETE /api/course/${id}`);
  expect([deleted.status, deleted.body]).toEqual([200, { message: 'Course deleted successfully' }]);
  expect((await ask(trainer, `GET /api/course/${id}`)).status).toBe(404);
  expect((await ask(trainer, `DELETE /api/course/${id}`)).status).toBe(404);
  expect((await ask(student, 'GET /api/course/my-courses')).body).toEqual([]);
});
