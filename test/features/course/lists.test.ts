import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';
import { codesOf, dataOf, graphql } from '../../support/graphql';
import { insertCourses, insertTrainers, select } from '../../support/rows';
import { spent, untilReplayed, workOf } from '../../support/work';

/* Lists of courses: whole, narrowed and searched; fresh after every change; and what a page costs. */

const ROWS = 10_000;
const TITLES = ['Algebra', 'Botany', 'Chemistry', 'Drawing'];

let app: TestApp;
let admin: Account;
let ada: Account;
let student: Account;
let trainers: string[];
let courses: string[];

beforeAll(async () => {
  app = await startApp({ env: { RATE_LIMIT_USER: '1000000/1h' } });
  trainers = await insertTrainers(
    app.databaseUrl,
    Array.from({ length: 50 }, (_, nth) => ({ name: `Trainer ${nth}` })),
  );
  courses = await insertCourses(
    app.databaseUrl,
    Array.from({ length: ROWS }, (_, nth) => ({
      trainerId: trainers[Math.floor(nth / TITLES.length) % 50] ?? '',
      title: TITLES[nth % TITLES.length] ?? '',
    })),
  );
  admin = await signUp(app, 'admin');
  ada = await signUp(app, 'trainer', { name: 'Ada' });
  student = await signUp(app, 'student', { name: 'Anna' });
});
afterAll(() => app.close());

const ask = ({ token }: Account, query: string, variables = {}) => graphql(app.url, query, { token, variables });

interface Connection {
  nodes: { id: string }[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

it('pages of 100 over 10,000 courses, without gap or double', async () => {
  const query = `query ($after: String) { courses(first: 100, after: $after) {
    totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`;
  const met: string[] = [];
  let after: string | null = null;
  for (;;) {
    const page: Connection = dataOf<{ courses: Connection }>(await ask(student, query, { after })).courses;
    expect(page.totalCount).toBe(ROWS);
    met.push(...page.nodes.map(({ id }) => id));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect(met).toHaveLength(ROWS);
  expect(new Set(met)).toEqual(new Set(courses));
});

it('a page of 50 with trainer, count and isEnrolled costs two lookups and four statements, repeated one trip', async () => {
  const page = '{ courses(first: 50) { nodes { id title studentCount isEnrolled trainer { name } } } }';
  await ask(student, '{ me { name } }');
  const keys = await app.redis.keys('*');
  await app.redis.del(keys.filter((key) => /^(courses?:|all_|single_|tag:(course|trainer|student))/.test(key)));
  const before = await workOf(app);
  dataOf(await ask(student, page));
  const since = async () => spent(before, await workOf(app));
  // The page, 50 trainers and counts, the membership, and a version for each of their tags.
  await eventually(async () => ((await since()).commands['set'] ?? 0) >= 200);
  const { statements, commands } = await since();
  const { evalsha = 0, mget = 0, get = 0 } = commands;
  expect({ lookups: mget + get - evalsha, statements }).toEqual({ lookups: 2, statements: 4 });

  await untilReplayed(app, () => ask(student, page));
  const warm = await workOf(app);
  const answer = await ask(student, page);
  expect(answer.headers.get('x-cache')).toBe('HIT');
  expect(spent(warm, await workOf(app))).toMatchObject({ trips: 1, statements: 0 });
});

it('the entries of a list are shared by all viewers of a role, whoever is enrolled', async () => {
  const other = await signUp(app, 'student');
  const page = '{ courses(first: 7) { nodes { title isEnrolled } } }';
  await ask(student, page);
  const answer = await ask(other, page);
  const keys = (answer.headers.get('x-cache-key') ?? '').split(',');
  expect(keys).toEqual(['courses:first=7', `courses:student:${other.id}`]);
  await eventually(async () => (await app.redis.exists('courses:first=7')) === 1);
});

const CREATE = 'mutation ($input: CreateCourseInput!) { done: createCourse(input: $input) { id } }';
const UPDATE = 'mutation ($id: ID!, $input: UpdateCourseInput!) { done: updateCourse(id: $id, input: $input) { id } }';

it('finds titles and names of trainers, renamed ones too, and keeps every list fresh', async () => {
  const grace = await signUp(app, 'trainer', { name: 'Grace' });
  const organization = dataOf<{ done: { id: string } }>(
    await ask(admin, 'mutation { done: createOrganization(input: { name: "North" }) { id } }'),
  ).done.id;
  const lists = `query ($ada: ID!, $grace: ID, $organization: ID) {
    byTitle: courses(search: "ZOOL_100%") { ...Titles } byName: courses(search: "aDA") { ...Titles }
    byNewName: courses(search: "lovelace") { ...Titles } adas: courses(trainerId: $ada) { ...Titles }
    graces: courses(trainerId: $grace) { ...Titles } norths: courses(organizationId: $organization) { ...Titles }
    both: courses(trainerId: $ada, organizationId: $organization) { ...Titles }
    nothing: courses(trainerId: "nothing") { ...Titles } trainer(id: $ada) { courses { ...Titles } }
  } fragment Titles on CourseConnection { totalCount nodes { title } }`;
  interface Titles {
    totalCount: number;
    nodes: { title: string }[];
  }
  const shown = async () => {
    const answer = await ask(student, lists, { ada: ada.id, grace: grace.id, organization });
    const { trainer, ...others } = dataOf<Record<string, Titles | { courses: Titles }>>(answer);
    const all = Object.entries<Titles>({
      ...(others as Record<string, Titles>),
      trainer: (trainer as { courses: Titles }).courses,
    });
    for (const [, { totalCount, nodes }] of all) expect(totalCount).toBe(nodes.length);
    return Object.fromEntries(all.flatMap(([name, { nodes }]) => (nodes.length > 0 ? [[name, nodes[0]?.title]] : [])));
  };
  expect(await shown()).toEqual({});

  const input = { title: 'Zool_100% fun', description: '' };
  const { id } = dataOf<{ done: { id: string } }>(await ask(ada, CREATE, { input })).done;
  const title = input.title;
  expect(await shown()).toEqual({ byTitle: title, byName: title, adas: title, trainer: title });

  dataOf(await ask(ada, UPDATE, { id, input: { organizationId: organization } }));
  expect(await shown()).toMatchObject({ norths: title, both: title });

  dataOf(await ask(ada, 'mutation { updateProfile(input: { name: "Countess Lovelace" }) { id } }'));
  const renamed = await shown();
  expect(renamed).toMatchObject({ byTitle: title, byNewName: title, adas: title });
  expect(renamed).not.toHaveProperty('byName');

  dataOf(await ask(ada, UPDATE, { id, input: { title: 'Botanics' } }));
  expect(await shown()).toMatchObject({ byNewName: 'Botanics', norths: 'Botanics', trainer: 'Botanics' });
  expect(await shown()).not.toHaveProperty('byTitle');

  dataOf(await ask(admin, UPDATE, { id, input: { trainerId: grace.id } }));
  expect(await shown()).toEqual({ graces: 'Botanics', norths: 'Botanics' });
  const found = dataOf<{ courses: Connection }>(
    await ask(student, '{ courses(search: "grace") { totalCount nodes { id } } }'),
  );
  expect(found.courses.nodes).toEqual([{ id }]);

  dataOf(await ask(grace, 'mutation ($id: ID!) { deleteCourse(id: $id) }', { id }));
  expect(await shown()).toEqual({});
  dataOf(await ask(admin, 'mutation ($id: ID!) { restoreCourse(id: $id) { id } }', { id }));
  expect(await shown()).toEqual({ graces: 'Botanics', norths: 'Botanics' });
});

it('lectures of a course go with it to another trainer', async () => {
  const [id = ''] = await insertCourses(app.databaseUrl, [{ trainerId: ada.id, title: 'Handed over' }]);
  await select(
    app.databaseUrl,
    `INSERT INTO lectures (id, title, starts_at, ends_at, trainer_id, course_id)
     VALUES (gen_random_uuid(), 'L', now(), now() + interval '1 hour', $1, $2)`,
    [ada.id, id],
  );
  dataOf(await ask(admin, UPDATE, { id, input: { trainerId: trainers[0] } }));
  const rows = await select(app.databaseUrl, 'SELECT trainer_id FROM lectures WHERE course_id = $1', [id]);
  expect(rows).toEqual([{ trainer_id: trainers[0] }]);
  expect(codesOf(await ask(ada, UPDATE, { id, input: {} }))).toEqual(['FORBIDDEN']);
});
