import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { dataOf, graphql } from '../../support/graphql';
import { rest } from '../../support/rest';
import { insertCourses, insertEnrollments, insertStudents, select } from '../../support/rows';

/* Lists without a size: an operation reads none that is longer than what it may still read. */

type Course = { students: string[] };

const MOST = 100;
const TOO_MANY = { status: 422, body: { code: 'BAD_USER_INPUT', message: expect.stringContaining(`${MOST} records`) } };

let app: TestApp;
let admin: Account;
let students: string[];

beforeAll(async () => {
  app = await startApp({ env: { GRAPHQL_MAX_ROWS: String(MOST) } });
  admin = await signUp(app, 'admin');
  students = await insertStudents(
    app.databaseUrl,
    Array.from({ length: MOST }, (_, nth) => ({ name: `Student ${nth}` })),
  );
});
afterAll(() => app.close());

/** A trainer who gives courses with so many students each. */
async function trainerOf(...sizes: number[]): Promise<Account> {
  const trainer = await signUp(app, 'trainer');
  const courses = sizes.map((size) => ({ trainerId: trainer.id, title: `Of ${size}` }));
  const ids = await insertCourses(app.databaseUrl, courses);
  for (const [nth, id] of ids.entries()) await insertEnrollments(app.databaseUrl, id, students.slice(0, sizes[nth]));
  return trainer;
}

const ask = ({ token }: Account, request: string) => rest(app.url, request, { token });

/** The keys of the students' lists that a response was made of; `first` stands in those of rows, not of counts. */
const listsOf = ({ headers }: { headers: Headers }) =>
  (headers.get('x-cache-key') ?? '').split(',').filter((key) => key.includes('all_students'));

it.each(['GET /api/course/trainer', 'GET /api/course/my-courses'])(
  '%s: lists that are too long together are refused, and none is read',
  async (request) => {
    const trainer = await trainerOf(49, 50);
    const answer = await ask(trainer, request);
    expect(answer).toMatchObject(TOO_MANY);
    expect(listsOf(answer)).toHaveLength(2);
    for (const key of listsOf(answer)) expect(key).not.toContain('first=');
    expect(await app.redis.keys('*all_students:*first=*enrolled=*')).toEqual([]);
  },
);

it.each(['GET /api/course/trainer', 'GET /api/course/my-courses'])(
  '%s: lists that fit together are whole',
  async (request) => {
    const trainer = await trainerOf(49, 48, 0);
    const { status, body } = await ask(trainer, request);
    expect(status).toBe(200);
    expect((body as unknown as Course[]).map(({ students: enrolled }) => enrolled.length).sort()).toEqual([0, 48, 49]);
  },
);

it('a list of as many records as an operation may read is whole, and is not counted before', async () => {
  const answer = await ask(admin, 'GET /api/auth/student/students');
  expect(answer.status).toBe(200);
  expect(answer.body).toHaveLength(MOST);
  expect(listsOf(answer)).toEqual([expect.stringContaining(`first=${MOST}`)]);
});

it('a longer list ends there, and goes on in pages', async () => {
  await signUp(app, 'student', { name: 'Zuzana' });
  const start = await ask(admin, 'GET /api/auth/student/students');
  expect([start.status, start.headers.get('x-total-count')]).toEqual([200, String(MOST + 1)]);
  expect(start.body).toHaveLength(MOST);
  const link = start.headers.get('link') ?? '';
  expect(link).toMatch(/^<\/api\/auth\/student\/students\?limit=100&after=.+>; rel="next"$/);
  const rest = await ask(admin, `GET ${/<(.+)>/.exec(link)?.[1]}`);
  expect(rest.body).toMatchObject([{ name: 'Zuzana' }]);
  expect(rest.headers.get('link')).toBeNull();
});

it('who joins an organization of too many people is told that it has joined; the lists are left empty', async () => {
  const code = 'CROWDED';
  const create = `mutation { createOrganization(input: { name: "Crowd", code: "${code}" }) { id } }`;
  const created = dataOf<{ createOrganization: { id: string } }>(
    await graphql(app.url, create, { token: admin.token }),
  );
  const { id } = created.createOrganization;
  await select(app.databaseUrl, 'UPDATE students SET organization_id = $1', [id]);
  const { token } = await signUp(app, 'trainer');
  const joined = await rest(app.url, 'POST /api/org/join', { token, body: { code } });
  expect(joined).toMatchObject({ status: 200, body: { organization: { id, code, trainers: [], students: [] } } });
  expect((await rest(app.url, 'POST /api/org/join', { token, body: { code } })).status).toBe(409);
});
