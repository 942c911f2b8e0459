import { randomBytes } from 'node:crypto';
import { signIn, signUp, startApp, type Account, type TestApp } from '../../support/app';
import { graphql } from '../../support/graphql';
import { documentedRest, type Ask } from '../../support/openapi';
import { errorsOf, type RestAnswer } from '../../support/rest';

/* Each answer is also checked against the OpenAPI document, which names every field with its type. */

const PASSWORD = 'correct horse battery';
const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;
const NOBODY = '507f1f77bcf86cd799439011';

let app: TestApp;
let ask: Ask;
let anonymous: null;
let student: Account;
let other: Account;
let trainer: Account;
let admin: Account;

beforeAll(async () => {
  app = await startApp();
  ask = await documentedRest(app.url);
  [student, other, trainer, admin] = await Promise.all([
    signUp(app, 'student'),
    signUp(app, 'student'),
    signUp(app, 'trainer'),
    signUp(app, 'admin'),
  ]);
  anonymous = null;
});
afterAll(() => app.close());

const anyEmail = () => `${randomBytes(6).toString('hex')}@example.org`;
const idOf = ({ body }: RestAnswer) => String((body['user'] as { _id: string })._id);
const as = (account: Account | null) => (account ? { token: account.token } : {});

const OLD_STUDENT = {
  name: 'Nora',
  password: PASSWORD,
  branch: 'CSE',
  year: '1st',
  phoneNo: '12 34',
  gender: 'Female',
  dob: '2001-02-03',
};
const newStudent = () => ({ ...OLD_STUDENT, email: anyEmail(), rollNo: `R-${randomBytes(4).toString('hex')}` });

const make = async (role: 'student' | 'trainer' | 'admin', details: object = {}) => {
  const body = { ...newStudent(), ...details };
  const answer = await ask(`POST /api/auth/${role}/register`, { body, ...as(admin) });
  expect(answer.status).toBe(201);
  return { id: idOf(answer), ...body };
};

describe('registration', () => {
  it('takes the old body of a student, and signs in', async () => {
    const body = newStudent();
    const { status, body: answer } = await ask('POST /api/auth/student/register', { body });
    expect(status).toBe(201);
    const id = expect.any(String) as string;
    expect(answer).toEqual({
      message: 'User Registered Successfully!',
      token: expect.any(String),
      expiresIn: 3600,
      expiresAt: INSTANT,
      user: {
        ...{ _id: id, id, name: 'Nora', email: body.email, role: 'student', rollNo: body.rollNo, branch: 'CSE' },
        ...{ year: '1st', phoneNo: '12 34', gender: 'Female', dob: '2001-02-03T00:00:00.000Z', courses: [] },
        ...{ createdAt: INSTANT, updatedAt: INSTANT },
      },
    });
  });

  it('takes the names of GraphQL as well', async () => {
    const body = { name: 'Bo', email: anyEmail(), password: PASSWORD, branch: 'ME', phone: '5', gender: 'MALE' };
    const answer = await ask('POST /api/auth/student/register', { body: { ...body, dateOfBirth: '2000-01-01' } });
    expect(answer.body['user']).toMatchObject({ phoneNo: '5', gender: 'Male', dob: '2000-01-01T00:00:00.000Z' });
  });

  it.each(['student', 'trainer', 'admin'] as const)(
    'makes a %s for an administrator, whatever else is sent',
    async (role) => {
      const body = {
        ...newStudent(),
        ...(role !== 'student' && { rollNo: '', dob: '' }),
        role: 'admin',
        courses: ['x'],
      };
      const answer = await ask(`POST /api/auth/${role}/register`, { body, ...as(admin) });
      expect(answer.status).toBe(201);
      expect(Object.keys(answer.body)).toEqual(['message', 'user']);
      expect(answer.body['user']).toMatchObject({ name: 'Nora', email: body.email, role });
      expect(answer.headers.get('x-ratelimit-limit')).toBeNull();
      expect((await ask(`POST /api/auth/${role}/login`, { body })).status).toBe(200);
    },
  );

  it('treats a token that does not count as none', async () => {
    const answer = await ask('POST /api/auth/student/register', { body: newStudent(), token: 'stale' });
    expect(answer.status).toBe(201);
    expect(answer.body['token']).toEqual(expect.any(String));
  });

  it('makes administrators for administrators only', async () => {
    for (const [who, status] of [
      [anonymous, 401],
      [student, 403],
      [trainer, 403],
    ] as const) {
      const answer = await ask('POST /api/auth/admin/register', { body: newStudent(), ...as(who) });
      expect(answer.status).toBe(status);
    }
  });

  it('names what is taken', async () => {
    const { email, rollNo } = await make('student');
    const sameEmail = await ask('POST /api/auth/trainer/register', { body: { ...newStudent(), email } });
    expect([sameEmail.status, errorsOf(sameEmail)]).toEqual([409, ['email: is already registered']]);
    const body = { ...newStudent(), rollNo: rollNo.toLowerCase() };
    const sameNumber = await ask('POST /api/auth/student/register', { body });
    expect([sameNumber.status, errorsOf(sameNumber)]).toEqual([409, ['rollNo: is another student’s']]);
    expect((await ask('POST /api/auth/student/login', { body })).status).toBe(401);
  });
});

describe('sign-in', () => {
  it.each(['student', 'trainer', 'admin'] as const)('answers the whole document of a %s', async (role) => {
    const account = { student, trainer, admin }[role];
    const { status, body } = await ask(`POST /api/auth/${role}/login`, { body: account });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['message', 'token', 'expiresIn', 'expiresAt', 'user']);
    expect(body['user']).toMatchObject({ _id: account.id, id: account.id, email: account.email, role });
    const own = await ask(`GET /api/auth/${role}/${role}/${account.id}`, as(account));
    // An administrator's own record also shows the organization.
    if (role !== 'admin') expect(body['user']).toEqual(own.body);
  });

  it.each([
    ['student', 401],
    ['trainer', 401],
    ['admin', 400],
  ] as const)('refuses other roles at the login route of a %s like a wrong password', async (role, status) => {
    const others = [student, trainer, admin].filter(({ email }) => !email.startsWith(role));
    const own = { student, trainer, admin }[role];
    const refusals = [...others, { ...own, password: 'wrong password' }, { email: anyEmail(), password: 'x' }];
    for (const body of refusals) {
      const answer = await ask(`POST /api/auth/${role}/login`, { body });
      expect([answer.status, answer.body['message']]).toEqual([status, 'E-mail or password is wrong.']);
    }
  });

  it.each(['student', 'trainer', 'admin'] as const)('ends by a %s’s logout without a body', async (role) => {
    const { token } = await signIn(app, { student, trainer, admin }[role].email);
    expect((await ask(`POST /api/auth/${role}/logout`, { token })).status).toBe(200);
    expect((await ask('GET /api/auth/trainer/trainers', { token })).status).toBe(401);
  });
});

describe('lists and records', () => {
  const STATUSES = [
    ['GET /api/auth/student/students', [401, 403, 403, 200, 200]],
    ['GET /api/auth/student/student/:student', [401, 200, 404, 200, 200]],
    ['GET /api/auth/trainer/trainers', [401, 200, 200, 200, 200]],
    ['GET /api/auth/trainer/trainer/:trainer', [401, 200, 200, 200, 200]],
    ['GET /api/auth/admin/admins', [401, 403, 403, 403, 200]],
    ['GET /api/auth/admin/admin/:admin', [401, 403, 403, 403, 200]],
    ['GET /api/org/stats', [401, 403, 403, 403, 200]],
  ] as const;

  it.each(STATUSES)('%s is for %j', async (request, expected) => {
    const address = request.replace(
      /:(student|trainer|admin)/,
      (_, role: string) => ({ student, trainer, admin })[role]?.id ?? '',
    );
    const answers = await Promise.all([anonymous, student, other, trainer, admin].map((who) => ask(address, as(who))));
    expect(answers.map(({ status }) => status)).toEqual(expected);
  });

  it.each(['student', 'trainer', 'admin'] as const)('a record of a %s that is not there is 404', async (role) => {
    for (const id of [
      NOBODY,
      '0',
      'null',
      trainer.id.replace(/^./, 'f'),
      role === 'student' ? trainer.id : student.id,
    ]) {
      expect((await ask(`GET /api/auth/${role}/${role}/${id}`, as(admin))).status).toBe(404);
    }
  });

  it('are whole, bare arrays; pages link to the next one', async () => {
    const whole = await ask('GET /api/auth/student/students', as(admin));
    const all = whole.body as unknown as { _id: string }[];
    expect(whole.headers.get('x-total-count')).toBe(String(all.length));
    const first = await ask('GET /api/auth/student/students?limit=2', as(admin));
    expect(first.body).toHaveLength(2);
    const next = /^<(.+)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await ask(`GET ${next}`, as(admin));
    expect((second.body as unknown as { _id: string }[])[0]?._id).toBe(all[2]?._id);
    const none = await ask('GET /api/auth/student/students?search=nobody+is+called+so', as(admin));
    expect([none.status, none.body]).toEqual([200, []]);
  });

  it('narrow to a branch, a year, a roll number', async () => {
    const { id, rollNo } = await make('student', { branch: 'Rare', year: '9th' });
    for (const query of ['branch=Rare', 'year=9th', 'branch=Rare&year=9th', `search=${rollNo.toUpperCase()}`]) {
      const { body } = await ask(`GET /api/auth/student/students?${query}`, as(trainer));
      expect(body).toMatchObject([{ _id: id }]);
    }
  });

  it('a student’s record says since when, as days', async () => {
    const { body } = await ask(`GET /api/auth/student/student/${student.id}`, as(student));
    const day = String(body['createdAt']).slice(0, 10);
    expect(body).toMatchObject({ enrollmentDate: day, joiningDate: day });
  });

  it('an administrator’s document has a phone number, if only empty text', async () => {
    const { body } = await ask(`GET /api/auth/admin/admin/${admin.id}`, as(admin));
    expect(body).toMatchObject({ _id: admin.id, id: admin.id, role: 'admin', phoneNo: '', email: admin.email });
  });
});

describe('changes', () => {
  it('students change themselves, and cannot raise their role', async () => {
    const me = await signUp(app, 'student');
    const path = `/api/auth/student/student/${me.id}`;
    const body = {
      name: 'New',
      phoneNo: '77',
      bio: 'Likes cake',
      location: 'Here',
      role: 'admin',
      rollNo: 'X',
      email: anyEmail(),
    };
    const answer = await ask(`PUT ${path}`, { body, token: me.token });
    expect(answer.body).toMatchObject({
      message: 'User Data Updated Successfully!',
      updatedUser: { name: 'New', bio: 'Likes cake' },
    });
    const { body: now } = await ask(`GET ${path}`, { token: me.token });
    expect(now).toMatchObject({ name: 'New', phoneNo: '77', location: 'Here', role: 'student', email: me.email });
    expect(now).not.toHaveProperty('rollNo');
  });

  it.each(['student', 'trainer', 'admin'] as const)('take back the record of a %s as it was answered', async (role) => {
    const { id } = await make(role, { expertise: 'x', phoneNo: '1' });
    const path = `/api/auth/${role}/${role}/${id}`;
    const { updatedAt: _, ...before } = (await ask(`GET ${path}`, as(admin))).body;
    const body = { ...before, __v: 0, organizationId: { _id: NOBODY, name: 'Another' }, courses: [NOBODY] };
    expect((await ask(`PUT /api/auth/admin/user/${role}/${id}`, { body, ...as(admin) })).status).toBe(200);
    expect((await ask(`GET ${path}`, as(admin))).body).toMatchObject(before);
  });

  it.each(['student', 'trainer'] as const)('of a %s are refused to others', async (role) => {
    const { id } = { student, trainer }[role];
    const asked = [
      [anonymous, 401],
      [other, 403],
      [role === 'student' ? trainer : student, 403],
    ] as const;
    for (const [who, status] of asked) {
      for (const request of [`PUT /api/auth/${role}/${role}/${id}`, `PUT /api/auth/admin/user/${role}/${id}`]) {
        expect((await ask(request, { body: { name: 'Mine' }, ...as(who) })).status).toBe(status);
      }
      for (const request of [`DELETE /api/auth/${role}/${role}/${id}`, `DELETE /api/auth/admin/user/${role}/${id}`]) {
        expect((await ask(request, as(who))).status).toBe(status);
      }
    }
    expect((await ask(`GET /api/auth/${role}/${role}/${id}`, as(admin))).body).toMatchObject({ name: `A ${role}` });
  });

  it.each(['student', 'trainer', 'admin'] as const)(
    'of a %s by an administrator are seen at once, and end sessions',
    async (role) => {
      const { id, email } = await make(role);
      const account = await signIn(app, email);
      const list = `GET /api/auth/${role}/${role}s`;
      await ask(list, as(admin));
      const body = {
        name: 'Renamed',
        email: anyEmail(),
        phoneNo: '99',
        password: 'another long one',
        expertise: 'x',
        bio: 'b',
      };
      const { status, body: document } = await ask(`PUT /api/auth/admin/user/${role}/${id}`, { body, ...as(admin) });
      expect(status).toBe(200);
      expect(document).toMatchObject({ _id: id, name: 'Renamed', email: body.email, phoneNo: '99', role });
      const rows = (await ask(list, as(admin))).body as unknown as { _id: string }[];
      expect(rows.find(({ _id }) => _id === id)).toEqual(document);
      expect((await ask('GET /api/auth/trainer/trainers', { token: account.token })).status).toBe(401);
      expect((await signIn(app, body.email, body.password)).id).toBe(id);
    },
  );

  it.each(['student', 'trainer', 'admin'] as const)(
    'a deleted %s is gone at once, and its address is free',
    async (role) => {
      const { id, email } = await make(role);
      const account = await signIn(app, email);
      expect((await ask(`DELETE /api/auth/admin/user/${role}/${id}`, as(admin))).body).toEqual({
        message: 'User deleted successfully',
      });
      expect((await ask(`DELETE /api/auth/admin/user/${role}/${id}`, as(admin))).status).toBe(404);
      expect((await ask(`GET /api/auth/${role}/${role}/${id}`, as(admin))).status).toBe(404);
      expect((await ask('GET /api/auth/trainer/trainers', { token: account.token })).status).toBe(401);
      expect((await make(role, { email })).id).not.toBe(id);
    },
  );

  it('of people at their own routes are an administrator’s too', async () => {
    const { id } = await make('student');
    const changed = await ask(`PUT /api/auth/student/student/${id}`, {
      body: { rollNo: 'Z-1', year: '2nd' },
      ...as(admin),
    });
    expect(changed.body['updatedUser']).toMatchObject({ rollNo: 'Z-1', year: '2nd' });
    const { body } = await ask(`DELETE /api/auth/student/student/${id}`, as(admin));
    expect(body).toMatchObject({ message: 'User Deleted Successfully!', deletedUser: { _id: id, rollNo: 'Z-1' } });
    const gone = await make('trainer');
    const bare = await ask(`PUT /api/auth/trainer/trainer/${gone.id}`, { body: { name: 'T' }, ...as(admin) });
    expect(bare.body).toMatchObject({ _id: gone.id, name: 'T' });
    expect((await ask(`DELETE /api/auth/trainer/trainer/${gone.id}`, as(admin))).body).toEqual({
      message: 'User Deleted Successfully!',
    });
  });

  it('find nobody at the route of another role, and an unknown role is a malformed request', async () => {
    for (const request of [
      `PUT /api/auth/admin/user/trainer/${student.id}`,
      `PUT /api/auth/student/student/${trainer.id}`,
      `PUT /api/auth/admin/user/admin/${NOBODY}`,
    ])
      expect((await ask(request, { body: { name: 'x' }, ...as(admin) })).status).toBe(404);
    const unknownRole = `DELETE /api/auth/admin/user/teacher/${student.id}`;
    const answer = await ask(unknownRole, as(admin));
    expect([answer.status, answer.body['message']]).toEqual([400, 'Invalid role']);
    expect((await ask(unknownRole)).status).toBe(401);
  });

  it('nobody can delete themselves', async () => {
    expect((await ask(`DELETE /api/auth/admin/user/admin/${admin.id}`, as(admin))).status).toBe(403);
  });
});

describe('one’s own password', () => {
  const NEXT = 'another good password';

  it('is changed with the present one: this session goes on, others end', async () => {
    const me = await signUp(app, 'student');
    const elsewhere = await signIn(app, me.email);
    const body = { currentPassword: me.password, newPassword: NEXT };
    const answer = await ask('POST /api/auth/change-password', { body, token: me.token });
    expect([answer.status, Object.keys(answer.body)]).toEqual([200, ['message']]);
    expect((await ask('GET /api/auth/trainer/trainers', { token: me.token })).status).toBe(200);
    expect((await ask('GET /api/auth/trainer/trainers', { token: elsewhere.token })).status).toBe(401);
    expect((await signIn(app, me.email, NEXT)).id).toBe(me.id);
  });

  it.each([
    [{ currentPassword: 'wrong password', newPassword: NEXT }, 'currentPassword'],
    [{ currentPassword: '', newPassword: NEXT }, 'currentPassword'],
    [{ newPassword: NEXT }, 'currentPassword'],
    [{ currentPassword: PASSWORD }, 'newPassword'],
    [{ currentPassword: PASSWORD, newPassword: 'short' }, 'newPassword'],
    [{ currentPassword: PASSWORD, newPassword: { $ne: null } }, 'newPassword'],
    [{ currentPassword: { $ne: null }, newPassword: NEXT }, 'currentPassword'],
  ])('is refused for %j', async (body, path) => {
    const answer = await ask('POST /api/auth/change-password', { body, ...as(student) });
    expect(answer.status).toBe(422);
    expect(errorsOf(answer)[0]).toMatch(new RegExp(`^${path}: `));
    expect((await signIn(app, student.email)).id).toBe(student.id);
  });

  it.each(['student', 'trainer'] as const)(
    'of a %s is changed by PUT only with the present one, and nothing else either',
    async (role) => {
      const me = await signUp(app, role);
      const request = `PUT /api/auth/${role}/${role}/${me.id}`;
      for (const currentPassword of ['', 'wrong password', undefined]) {
        const body = { name: 'Changed', bio: 'x', password: NEXT, currentPassword };
        const answer = await ask(request, { body, token: me.token });
        expect([answer.status, errorsOf(answer)[0]]).toEqual([422, expect.stringMatching(/^currentPassword: /)]);
      }
      expect((await ask(request.replace('PUT', 'GET'), { token: me.token })).body['name']).toBe(`A ${role}`);
      const body = { name: 'Changed', password: NEXT, currentPassword: me.password };
      expect((await ask(request, { body, token: me.token })).status).toBe(200);
      expect((await signIn(app, me.email, NEXT)).id).toBe(me.id);
    },
  );
});

it('notification settings are kept, and come with one’s own profile only', async () => {
  const me = await signUp(app, 'student');
  const path = `GET /api/auth/student/student/${me.id}`;
  const before = (await ask(path, { token: me.token })).body['notifications'];
  const saved = await ask('PUT /api/users/notifications', {
    body: { smsNotifications: true, other: 1 },
    token: me.token,
  });
  expect(saved.body['notifications']).toEqual({ ...(before as object), smsNotifications: true });
  expect((await ask(path, { token: me.token })).body['notifications']).toEqual(saved.body['notifications']);
  expect((await ask(path, as(admin))).body).not.toHaveProperty('notifications');
  for (const wrong of ['maybe', null, { $ne: null }, 1]) {
    const answer = await ask('PUT /api/users/notifications', { body: { deadlineAlerts: wrong }, token: me.token });
    expect([answer.status, errorsOf(answer)[0]]).toEqual([422, expect.stringMatching(/^deadlineAlerts: /)]);
  }
  expect((await ask('PUT /api/users/notifications', { body: {} })).status).toBe(401);
});

it('statistics are correct in their old form', async () => {
  const { name } = await make('student', { name: 'Newest of all' });
  const { body } = await ask('GET /api/org/stats', as(admin));
  const query =
    '{ systemStats { students trainers admins courses lectures lecturesToday recentRegistrations { name } } }';
  const { systemStats } = (await graphql(app.url, query, { token: admin.token })).body.data as {
    systemStats: Record<string, number>;
  };
  expect(body).toMatchObject({
    totalStudents: String(systemStats['students']),
    systemHealth: '100% (Redis Connected)',
  });
  const total = (systemStats['students'] ?? 0) + (systemStats['trainers'] ?? 0) + (systemStats['admins'] ?? 0);
  expect(body['totalUsers']).toBe(String(total));
  const activity = body['recentActivity'] as Record<string, string>[];
  expect(activity).toHaveLength(3);
  expect(activity[0]).toEqual({
    ...{ id: expect.any(String), description: `New user registration: ${name}`, status: 'Success' },
    time: expect.stringMatching(/^\d\d:\d\d (AM|PM)$/),
  });
});

describe('bad input', () => {
  const BAD: [field: string, values: unknown[]][] = [
    ['name', ['', ' ', 'x'.repeat(201), 'a\0b', 5, { $ne: null }, ['x']]],
    ['email', ['none', 'a@b', `${'x'.repeat(250)}@example.org`, 'a\0@example.org', 5, { $ne: null }]],
    ['password', ['short', 'x'.repeat(129), 'password123', 5, { $ne: null }]],
    ['branch', ['', 'x'.repeat(201), 'a\0b', 5, { $ne: null }]],
    ['rollNo', ['x'.repeat(33), 'a\0b', 5, { $ne: null }]],
    ['year', ['x'.repeat(33), 'a\0b', 5, { $ne: null }]],
    ['phoneNo', ['1'.repeat(33), '1\x002', 5, { $ne: null }]],
    ['gender', ['Unknown', 5, { $ne: null }]],
    [
      'dob',
      [
        'yesterday',
        '2001-02-30',
        '2001-02-30T00:00:00Z',
        '2001-02-03T12:00:00Z',
        '1800-01-01',
        '2999-01-01',
        5,
        { $ne: null },
      ],
    ],
  ];
  const CASES = BAD.flatMap(([name, values]) => values.map((value) => [name, value] as const));

  it.each(CASES)('a new student’s %s may not be %j', async (name, value) => {
    const body = { ...newStudent(), [name]: value };
    for (const who of [anonymous, admin]) {
      const answer = await ask('POST /api/auth/student/register', { body, ...as(who) });
      expect([answer.status, errorsOf(answer)[0]]).toEqual([422, expect.stringMatching(new RegExp(`^${name}: `))]);
      expect(answer.body['message']).toEqual(expect.stringContaining(name));
    }
  });

  it.each(CASES.filter(([name, value]) => value !== '' || name === 'name'))(
    'a changed student’s %s may not be %j',
    async (name, value) => {
      const request = `PUT /api/auth/admin/user/student/${other.id}`;
      const answer = await ask(request, { body: { [name]: value }, ...as(admin) });
      expect([answer.status, errorsOf(answer)[0]]).toEqual([422, expect.stringMatching(new RegExp(`^${name}: `))]);
    },
  );
});
