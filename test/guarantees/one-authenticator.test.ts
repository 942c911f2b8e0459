import { sessionIdOf, signIn, signUp, startApp, type Account, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { codesOf, dataOf, graphql } from '../support/graphql';
import { rest } from '../support/rest';

/*
 * One authenticator: GraphQL and REST run the same operations through the same context, policies, limits and caches.
 */
const LIMIT = 40;

let app: TestApp;
let limited: TestApp;
const accounts: Record<'student' | 'other' | 'trainer' | 'admin', Account | undefined> = {
  student: undefined,
  other: undefined,
  trainer: undefined,
  admin: undefined,
};
const ids: Record<string, string> = {};

beforeAll(async () => {
  app = await startApp();
  limited = await startApp({ env: { RATE_LIMIT_USER: `${LIMIT}/5m` } });
  accounts.student = await signUp(app, 'student');
  accounts.other = await signUp(app, 'student');
  accounts.trainer = await signUp(app, 'trainer');
  accounts.admin = await signUp(app, 'admin');
  const create = `mutation { createLecture(input: {
    title: "T", startsAt: "2026-05-01T09:00:00Z", endsAt: "2026-05-01T10:00:00Z" }) { id } }`;
  const made = await graphql(app.url, create, { token: accounts.trainer.token });
  ids['student'] = accounts.student.id;
  ids['trainer'] = accounts.trainer.id;
  ids['lecture'] = dataOf<{ createLecture: { id: string } }>(made).createLecture.id;
});
afterAll(() => Promise.all([app.close(), limited.close()]));

const PERSON = 'id name email role phone createdAt updatedAt organization { id }';
const STUDENT = `${PERSON} branch`;
const TRAINER = `${PERSON} expertise`;
const LECTURE = 'id title description startsAt endsAt mode status createdAt updatedAt course { id }';

type Data = Record<string, unknown>;

/** A person of GraphQL, as REST sends it. */
const person = ({ phone, organization, role, notificationSettings, ...same }: Data) => ({
  ...same,
  _id: same['id'],
  role: String(role).toLowerCase(),
  ...(phone !== null && { phoneNo: phone }),
  ...(organization !== null && { organizationId: (organization as Data)['id'] }),
  ...(Boolean(notificationSettings) && { notifications: notificationSettings }),
});

const lecture = ({ id, title, description, createdAt, updatedAt, startsAt, endsAt, mode, status, course }: Data) => ({
  ...{ _id: id, id, title, description: description ?? '', createdAt, updatedAt, timing: startsAt },
  duration: (Date.parse(String(endsAt)) - Date.parse(String(startsAt))) / 60_000,
  type: String(mode).toLowerCase(),
  status: String(status).toLowerCase().replace('_', '-'),
  courseId: course && (course as Data)['id'],
});

const nodesOf = (answer: Data) => answer['nodes'] as Data[];

/** The same question over both transports: address, document, and what REST makes of the GraphQL response. */
type Pair = [address: () => string, query: () => string, field: string, onWire: (answer: Data) => unknown];
const PAIRS: Record<string, Pair> = {
  students: [
    () => '/api/auth/student/students?limit=5&search=a',
    () => `{ students(first: 5, search: "a") { nodes { ${STUDENT} } totalCount } }`,
    'students',
    (answer) => nodesOf(answer).map(person),
  ],
  'one student': [
    () => `/api/auth/student/student/${ids['student']}`,
    () => `{ student(id: "${ids['student']}") { ${STUDENT} courses { nodes { id } }
      notificationSettings { emailNotifications } } }`,
    'student',
    ({ courses, ...answer }) => ({
      ...person(answer),
      courses: nodesOf(courses as Data).map(({ id }) => id),
    }),
  ],
  'no student': [
    () => '/api/auth/student/student/nobody',
    () => `{ student(id: "nobody") { ${STUDENT} } }`,
    'student',
    person,
  ],
  trainers: [
    () => '/api/auth/trainer/trainers?limit=7',
    () => `{ trainers(first: 7) { nodes { ${TRAINER} } totalCount } }`,
    'trainers',
    (answer) => nodesOf(answer).map(person),
  ],
  'one trainer': [
    () => `/api/auth/trainer/trainer/${ids['trainer']}`,
    () => `{ trainer(id: "${ids['trainer']}") { ${TRAINER} notificationSettings { emailNotifications } } }`,
    'trainer',
    person,
  ],
  lectures: [
    () => `/api/auth/lecture/all?limit=20&from=2026-01-01T00:00:00Z&trainerId=${ids['trainer']}`,
    () =>
      `{ lectures(from: "2026-01-01T00:00:00Z", trainerId: "${ids['trainer']}") { nodes { ${LECTURE} } totalCount } }`,
    'lectures',
    (answer) => ({ lectures: nodesOf(answer).map(lecture) }),
  ],
  'today’s lectures': [
    () => '/api/auth/lecture/today?timeZone=Europe/Berlin',
    () => `{ todayLectures(timeZone: "Europe/Berlin", mine: true) { ${LECTURE} } }`,
    'todayLectures',
    (answer) => ({ lectures: (answer as unknown as Data[]).map(lecture) }),
  ],
  'one lecture': [
    () => `/api/auth/lecture/${ids['lecture']}`,
    () => `{ lecture(id: "${ids['lecture']}") { ${LECTURE} } }`,
    'lecture',
    (answer) => ({ lecture: lecture(answer) }),
  ],
};

/** The keys of the caches that were asked. */
const keysOf = ({ headers }: { headers: Headers }) => (headers.get('x-cache-key') ?? '').split(/,\s*/).sort();

/** A list within a record is whole over REST: another page of the same list. */
const ofAnySize = (key: string) => key.replace(/^(courses:first)=(20|20000)(?=:student)/, '$1');

describe.each(Object.entries(PAIRS))('%s', (_name, [address, query, field, onWire]) => {
  it.each(['nobody', 'student', 'other', 'trainer', 'admin'] as const)(
    'is the same for %s over both transports',
    async (who) => {
      const token = who === 'nobody' ? undefined : accounts[who]?.token;
      const onRest = await rest(app.url, `GET ${address()}`, { token });
      const onGraphql = await graphql(app.url, query(), { token });

      const answer = onGraphql.body.data?.[field] ?? null;
      const code = codesOf(onGraphql)[0] ?? (answer === null ? 'NOT_FOUND' : 'OK');
      expect(onRest.body['code'] ?? 'OK').toBe(code);
      expect(keysOf(onRest).map(ofAnySize)).toEqual(keysOf(onGraphql).map(ofAnySize));
      if (code === 'OK') expect(onRest.body).toMatchObject(onWire(answer as Data) as object);
    },
  );

  it('is read once for both', async () => {
    const token = accounts.admin?.token;
    const fresh = await rest(app.url, `GET ${address()}`, { token });
    // What does not exist is looked for in no cache, or is not kept there.
    if (fresh.status === 404) return;
    const asked = keysOf(await graphql(app.url, query(), { token }));
    const keys = keysOf(fresh).filter((key) => asked.includes(key));
    expect(keys).not.toEqual([]);
    const stored = () => app.redis.exists(...keys);
    await eventually(async () => (await stored()) === keys.length);
    await app.redis.del(...keys);
    const onGraphql = await graphql(
      app.url,
      `
        ${query()}
        # anew
      `,
      { token },
    );
    expect(onGraphql.headers.get('x-cache')).toBe('MISS');
    await eventually(async () => (await stored()) === keys.length);
    const anew = `${address()}${address().includes('?') ? '&' : '?'}`;
    expect((await rest(app.url, `GET ${anew}`, { token })).headers.get('x-cache')).toBe('HIT');
  });
});

it('counts a user’s operations of both transports together', async () => {
  const { token, id } = await signUp(limited, 'trainer');
  const before = Number((await limited.redis.get(`rate_limit:user:${id}`)) ?? 0);
  const calls = Array.from({ length: LIMIT + 20 }, async (_, nth) => {
    if (nth % 2) return (await rest(limited.url, 'GET /api/auth/trainer/trainers', { token })).body['code'] ?? 'OK';
    return codesOf(await graphql(limited.url, '{ trainers { totalCount } }', { token }))[0] ?? 'OK';
  });
  const codes = await Promise.all(calls);
  const count = (code: string) => codes.filter((one) => one === code).length;
  // A machine that is too busy to answer says so; what it said no to has not passed.
  expect(count('OK')).toBeLessThanOrEqual(LIMIT - before);
  expect(count('OK') + count('SERVICE_UNAVAILABLE')).toBeGreaterThanOrEqual(LIMIT - before);
  expect(count('OK') + count('SERVICE_UNAVAILABLE') + count('RATE_LIMITED')).toBe(codes.length);
});

it('opens and ends the same sessions', async () => {
  const { email, password, id } = await signUp(app, 'student');
  const login = await rest(app.url, 'POST /api/auth/student/login', { body: { email, password } });
  const restToken = String(login.body['token']);
  const { token } = await signIn(app, email);
  const sessions = await graphql(app.url, '{ sessions { id current } }', { token: restToken });
  expect(dataOf<{ sessions: { id: string; current: boolean }[] }>(sessions).sessions).toEqual(
    expect.arrayContaining([
      { id: sessionIdOf(restToken), current: true },
      { id: sessionIdOf(token), current: false },
    ]),
  );
  expect((await rest(app.url, 'POST /api/auth/student/logout', { token })).status).toBe(200);
  expect((await graphql(app.url, '{ me { id } }', { token })).status).toBe(401);
  dataOf(await graphql(app.url, 'mutation { logout }', { token: restToken }));
  expect((await rest(app.url, `GET /api/auth/student/student/${id}`, { token: restToken })).status).toBe(401);
});

it('refuses the same fields with the same words', async () => {
  const input = { name: '', email: 'x', password: 'short', branch: ' ' };
  const query = 'mutation ($input: RegisterStudentInput!) { registerStudent(input: $input) { token } }';
  const onGraphql = await graphql(app.url, query, { variables: { input } });
  const onRest = await rest(app.url, 'POST /api/auth/student/register', { body: input });
  expect(onRest.status).toBe(422);
  const faults = onGraphql.body.errors?.[0]?.extensions.fields ?? [];
  expect(faults).toHaveLength(4);
  expect(onRest.body['errors']).toEqual(
    faults.map(({ path, message }) => ({ path: path.replace('input.', ''), message })),
  );
});
