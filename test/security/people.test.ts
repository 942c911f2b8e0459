import { randomBytes } from 'node:crypto';
import { signIn, signUp, startApp, type Account, type TestApp } from '../support/app';
import { codesOf, graphql } from '../support/graphql';
import { rest } from '../support/rest';
import { insertStudents, select } from '../support/rows';

/* Attacks that the former system fell to, tried on people's accounts. */

let app: TestApp;
let second: TestApp;
let student: Account;
let victim: Account;
let trainer: Account;
let admin: Account;

beforeAll(async () => {
  app = await startApp();
  const redis = { url: `unix://${app.redis.options.path ?? ''}` };
  second = await startApp({ database: { url: app.databaseUrl }, redis });
  [student, victim, trainer, admin] = await Promise.all([
    signUp(app, 'student'),
    signUp(app, 'student'),
    signUp(app, 'trainer'),
    signUp(app, 'admin'),
  ]);
});
afterAll(() => Promise.all([second.close(), app.close()]));

const anyEmail = () => `${randomBytes(6).toString('hex')}@example.org`;
const ask = (query: string, who: Account | null, variables = {}, on = app) =>
  graphql(on.url, query, { ...(who && { token: who.token }), variables });

const PERSON = { name: 'X', email: 'x@example.org', password: 'correct horse battery' };
const ADMINISTRATION = [
  [
    'createStudent',
    `mutation { createStudent(input: {name: "X", email: "x@example.org", password: "correct horse battery", branch: "B"}) { id } }`,
  ],
  [
    'createTrainer',
    `mutation { createTrainer(input: {name: "X", email: "x@example.org", password: "correct horse battery"}) { id } }`,
  ],
  [
    'createAdmin',
    `mutation { createAdmin(input: {name: "X", email: "x@example.org", password: "correct horse battery"}) { id } }`,
  ],
  ['updateUser', `mutation ($id: ID!) { updateUser(id: $id, input: {password: "another long one"}) { id } }`],
  ['deleteUser', `mutation ($id: ID!) { deleteUser(id: $id) }`],
  ['admins', `{ admins { nodes { email } } }`],
  ['admin', `query ($id: ID!) { admin(id: $id) { email } }`],
  ['systemStats', `{ systemStats { students } }`],
] as const;

it.each(ADMINISTRATION)('%s is for administrators only', async (_, query) => {
  const variables = query.includes('$id') ? { id: victim.id } : {};
  expect(codesOf(await ask(query, null, variables))).toEqual(['UNAUTHENTICATED']);
  for (const who of [student, trainer]) expect(codesOf(await ask(query, who, variables))).toEqual(['FORBIDDEN']);
  expect((await signIn(app, victim.email)).id).toBe(victim.id);
  expect(await select(app.databaseUrl, `SELECT id FROM users WHERE email = '${PERSON.email}'`)).toEqual([]);
});

it.each(['role', 'id', 'courses', 'organizationId', 'passwordHash', 'createdAt', 'email', 'rollNo'])(
  'nobody gives oneself %s',
  async (field) => {
    const before = await select(app.databaseUrl, `SELECT * FROM students WHERE id = '${student.id}'`);
    const query = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id } }';
    expect(codesOf(await ask(query, student, { input: { [field]: 'ADMIN' } }))).toEqual(['BAD_USER_INPUT']);
    const path = `PUT /api/auth/student/student/${student.id}`;
    await rest(app.url, path, { token: student.token, body: { [field]: 'ADMIN' } });
    const after = await select<{ updated_at: Date }>(
      app.databaseUrl,
      `SELECT * FROM students WHERE id = '${student.id}'`,
    );
    expect(after.map((row) => ({ ...row, updated_at: null }))).toEqual(
      before.map((row) => ({ ...row, updated_at: null })),
    );
  },
);

it('fields of another role are refused, also to administrators', async () => {
  const query = 'mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id } }';
  for (const [who, input] of [
    [student, { expertise: 'x' }],
    [trainer, { branch: 'x' }],
    [trainer, { rollNo: 'x' }],
    [admin, { gender: 'MALE' }],
  ] as const)
    expect(codesOf(await ask(query, admin, { id: who.id, input }))).toEqual(['BAD_USER_INPUT']);
});

it.each([{ $ne: null }, ['a'], 5, true, null])('%j as a credential opens nothing', async (value) => {
  for (const role of ['student', 'trainer', 'admin']) {
    for (const body of [
      { email: value, password: admin.password },
      { email: admin.email, password: value },
    ]) {
      const answer = await rest(app.url, `POST /api/auth/${role}/login`, { body });
      expect(answer.status).toBe(422);
      expect(answer.body).not.toHaveProperty('token');
    }
  }
});

it('answers of every transport carry CORS headers, refusals too', async () => {
  const origin = 'http://localhost:5173';
  const own = await startApp({
    env: { CORS_ORIGINS: origin, RATE_LIMIT_LOGIN: '1/15m' },
    database: { url: app.databaseUrl },
  });
  try {
    const email = anyEmail();
    const asked = [
      ['GET /api/auth/student/students', 401],
      [`PUT /api/auth/admin/user/student/${victim.id}`, 401],
      ['POST /api/auth/student/register', 422],
      ['POST /api/auth/student/login', 401],
      ['POST /api/auth/student/login', 429],
      ['GET /api/auth/nothing', 404],
    ] as const;
    for (const [request, status] of asked) {
      const body = request.startsWith('GET') ? undefined : { email, password: 'wrong password' };
      const answer = await rest(own.url, request, { body, headers: { origin } });
      expect([request, answer.status]).toEqual([request, status]);
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    }
  } finally {
    await own.close();
  }
});

it('two administrators who delete each other at once leave one', async () => {
  const others = await Promise.all([signUp(app, 'admin'), signUp(app, 'admin')]);
  const [a, b] = others;
  await select(app.databaseUrl, `DELETE FROM users WHERE role = 'ADMIN' AND id <> ALL ($1)`, [
    others.map(({ id }) => id),
  ]);
  const query = 'mutation ($id: ID!) { deleteUser(id: $id) }';
  const answers = await Promise.all([ask(query, a, { id: b.id }), ask(query, b, { id: a.id }, second)]);
  expect(answers.filter(({ body }) => body.data?.['deleteUser'] === true)).toHaveLength(1);
  expect(await select(app.databaseUrl, `SELECT id FROM users WHERE role = 'ADMIN'`)).toHaveLength(1);
  const left = answers[0].body.data?.['deleteUser'] === true ? a : b;
  admin = left;
  expect(codesOf(await ask(query, left, { id: left.id }))).toEqual(['FORBIDDEN']);
});

it('a trainer with lectures stays', async () => {
  const times = 'startsAt: "2027-01-01T09:00:00Z", endsAt: "2027-01-01T10:00:00Z"';
  const created = await ask(`mutation { createLecture(input: {title: "T", ${times}}) { id } }`, trainer);
  const lecture = (created.body.data?.['createLecture'] as { id: string }).id;
  const query = 'mutation ($id: ID!) { deleteUser(id: $id) }';
  expect(codesOf(await ask(query, admin, { id: trainer.id }))).toEqual(['CONFLICT']);
  const route = `DELETE /api/auth/admin/user/trainer/${trainer.id}`;
  expect((await rest(app.url, route, { token: admin.token })).status).toBe(409);
  expect(codesOf(await ask('{ me { id } }', trainer))).toEqual([]);
  await ask('mutation ($id: ID!) { cancelLecture(id: $id) }', trainer, { id: lecture });
  expect((await rest(app.url, route, { token: admin.token })).status).toBe(200);
});

it('what an administrator does is seen at once on another replica and the other transport', async () => {
  const list = '{ students(first: 100, branch: "Fresh") { totalCount nodes { id name } } systemStats { students } }';
  const whole = 'GET /api/auth/student/students?branch=Fresh';
  const look = async () => {
    const bodies = await Promise.all([app, second].map((on) => ask(list, admin, {}, on)));
    const rows = await Promise.all([app, second].map((on) => rest(on.url, whole, { token: admin.token })));
    return {
      names: bodies.map(({ body }) =>
        (body.data?.['students'] as { nodes: { name: string }[] }).nodes.map(({ name }) => name),
      ),
      rows: rows.map(({ body }) => (body as unknown as { name: string }[]).map(({ name }) => name)),
    };
  };
  const both = (names: string[]) => ({ names: [names, names], rows: [names, names] });
  expect(await look()).toEqual(both([]));
  const input = { name: 'Fay', email: anyEmail(), password: 'correct horse battery', branch: 'Fresh' };
  const created = await ask('mutation ($input: RegisterStudentInput!) { createStudent(input: $input) { id } }', admin, {
    input,
  });
  const { id } = created.body.data?.['createStudent'] as { id: string };
  expect(await look()).toEqual(both(['Fay']));
  await rest(second.url, `PUT /api/auth/admin/user/student/${id}`, { token: admin.token, body: { name: 'Flo' } });
  expect(await look()).toEqual(both(['Flo']));
  await ask('mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id } }', admin, {
    id,
    input: { branch: 'Other' },
  });
  expect(await look()).toEqual(both([]));
  await rest(app.url, `PUT /api/auth/student/student/${id}`, { token: admin.token, body: { branch: 'Fresh' } });
  expect(await look()).toEqual(both(['Flo']));
  await rest(app.url, `DELETE /api/auth/student/student/${id}`, { token: admin.token });
  expect(await look()).toEqual(both([]));
});

it('all students at once cost one statement, and repeated they are the recorded bytes', async () => {
  const many = Array.from({ length: 5_000 }, (_, nth) => ({ name: `Many ${nth}` }));
  await insertStudents(app.databaseUrl, many);
  await select(app.databaseUrl, 'SELECT 1');
  await app.redis.eval(`for _, key in ipairs(redis.call('KEYS', 'tag:students*')) do redis.call('DEL', key) end`, 0);
  const statements = async () => {
    const text = await (await fetch(`${app.url}/metrics`)).text();
    return Number(/^stms_sql_statements_total\S* (\d+)/m.exec(text)?.[1] ?? 'NaN');
  };
  const request = 'GET /api/auth/student/students';
  const before = await statements();
  const first = await rest(app.url, request, { token: admin.token });
  const between = await statements();
  expect(first.body).toHaveLength(Number(first.headers.get('x-total-count')));
  expect((first.body as unknown as unknown[]).length).toBeGreaterThan(5_000);
  await rest(app.url, request, { token: admin.token });
  const again = await rest(app.url, request, { token: admin.token });
  expect(again.text).toBe(first.text);
  expect(again.headers.get('x-cache')).toBe('HIT');
  const after = await statements();
  expect([between - before, after - between]).toEqual([1, 0]);
});
