import { v7 as newId } from 'uuid';
import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { dataOf, graphql } from '../../support/graphql';
import { documentedRest, type Ask } from '../../support/openapi';
import { insertLectures, insertStudents, insertTrainers } from '../../support/rows';

/* Each answer is also checked against the OpenAPI document. */

const DAY = 24 * 3_600_000;

let app: TestApp;
let ask: Ask;
let student: Account;
let trainer: Account;
let studentIds: string[];
let trainerIds: string[];
let lectureIds: string[];
const noon = new Date(`${new Date().toISOString().slice(0, 10)}T12:00:00.000Z`);

beforeAll(async () => {
  app = await startApp();
  studentIds = await insertStudents(app.databaseUrl, [
    { name: 'Ada', email: 'ada@example.org', branch: 'Logic' },
    { name: 'Bo', email: 'bo@example.org', branch: 'Logic' },
    { name: 'Cy', email: 'cy@example.com', branch: 'Sets' },
  ]);
  trainerIds = await insertTrainers(app.databaseUrl, [
    { name: 'Tessa', email: 'tessa@example.org', expertise: 'Rust' },
    { name: 'Ugo', expertise: 'Go' },
  ]);
  const [tessa = '', ugo = ''] = trainerIds;
  lectureIds = await insertLectures(app.databaseUrl, [
    { trainerId: tessa, title: 'Long ago', startsAt: '2020-01-01T09:00:00Z' },
    { trainerId: ugo, title: 'Yesterday', startsAt: new Date(noon.getTime() - DAY) },
    { trainerId: tessa, title: 'Today', startsAt: noon },
    { trainerId: ugo, title: 'Tomorrow', startsAt: new Date(noon.getTime() + DAY) },
  ]);
  student = await signUp(app, 'student', { name: 'Zoe', branch: 'Sets', phone: '+49 30 1234' });
  trainer = await signUp(app, 'trainer', { name: 'Yan' });
  ask = await documentedRest(app.url);
});
afterAll(() => app.close());

type Rows = { name?: string; title?: string }[];

/** The names or titles in a list, which is bare or a property, and the end of the page where there is more. */
async function list(address: string, property: string | null): Promise<{ names: string[]; after: string | null }> {
  const { status, body, headers } = await ask(`GET ${address}`, { token: trainer.token });
  expect(status).toBe(200);
  if (property !== null) expect(Object.keys(body)).toEqual([property]);
  const rows = (property === null ? body : body[property]) as Rows;
  const after = /[?&]after=([^&>]+)/.exec(headers.get('link') ?? '')?.[1] ?? null;
  return { names: rows.map(({ name, title }) => name ?? title ?? ''), after };
}

describe.each([
  { address: '/api/auth/student/students', property: null, all: ['Ada', 'Bo', 'Cy', 'Zoe'] },
  { address: '/api/auth/trainer/trainers', property: null, all: ['Tessa', 'Ugo', 'Yan'] },
  { address: '/api/auth/lecture/all', property: 'lectures', all: ['Long ago', 'Yesterday', 'Today', 'Tomorrow'] },
])('$address', ({ address, property, all }) => {
  it('lists all', async () => {
    expect(await list(address, property)).toEqual({ names: all, after: null });
  });

  it('lists page by page', async () => {
    const first = await list(`${address}?limit=2`, property);
    expect(first.names).toEqual(all.slice(0, 2));
    expect(first.after).not.toBeNull();
    const second = await list(`${address}?limit=100&after=${first.after}`, property);
    expect(second).toEqual({ names: all.slice(2), after: null });
  });
});

it.each([
  ['/api/auth/student/students?search=EXAMPLE.com', null, ['Cy']],
  ['/api/auth/student/students?branch=Logic', null, ['Ada', 'Bo']],
  ['/api/auth/student/students?branch=Logic&search=bo&limit=5', null, ['Bo']],
  ['/api/auth/trainer/trainers?search=rust', null, ['Tessa']],
  ['/api/auth/lecture/all?to=2021-01-01T00:00:00Z', 'lectures', ['Long ago']],
  ['/api/auth/lecture/all?trainerId=nobody', 'lectures', []],
])('%s finds %j', async (address, property, names) => {
  expect(await list(address, property)).toEqual({ names, after: null });
});

it('lectures are narrowed to a time and a trainer', async () => {
  const from = encodeURIComponent(new Date(noon.getTime() - DAY).toISOString());
  const to = encodeURIComponent(new Date(noon.getTime() + DAY).toISOString());
  const address = '/api/auth/lecture/all';
  expect((await list(`${address}?from=${from}&to=${to}`, 'lectures')).names).toEqual(['Yesterday', 'Today']);
  expect((await list(`${address}?from=${from}&trainerId=${trainerIds[0]}`, 'lectures')).names).toEqual(['Today']);
});

describe('records', () => {
  it('a student is complete', async () => {
    const { body } = await ask(`GET /api/auth/student/student/${student.id}`, { token: student.token });
    expect(body).toEqual({
      _id: student.id,
      id: student.id,
      name: 'Zoe',
      email: student.email,
      role: 'student',
      branch: 'Sets',
      phoneNo: '+49 30 1234',
      courses: [],
      enrollmentDate: expect.any(String),
      joiningDate: expect.any(String),
      notifications: expect.any(Object),
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
  });

  it('a trainer is complete', async () => {
    const { body } = await ask(`GET /api/auth/trainer/trainer/${trainerIds[0]}`, { token: student.token });
    expect(body).toEqual({
      _id: trainerIds[0],
      id: trainerIds[0],
      name: 'Tessa',
      email: 'tessa@example.org',
      role: 'trainer',
      expertise: 'Rust',
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
  });

  it('a lecture is complete', async () => {
    const { body } = await ask(`GET /api/auth/lecture/${lectureIds[2]}`, { token: student.token });
    expect(body).toEqual({
      lecture: {
        _id: lectureIds[2],
        id: lectureIds[2],
        title: 'Today',
        description: '',
        timing: noon.toISOString(),
        duration: 60,
        type: 'offline',
        status: expect.stringMatching(/^(scheduled|in-progress|completed)$/),
        courseId: null,
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
      },
    });
  });

  it('a record is the same in a list and alone, but for the days', async () => {
    const all = await ask('GET /api/auth/student/students', { token: trainer.token });
    const { body } = await ask(`GET /api/auth/student/student/${studentIds[1]}`, { token: trainer.token });
    const { enrollmentDate: _since, joiningDate: _too, ...one } = body;
    expect((all.body as unknown as unknown[])[1]).toEqual(one);
  });

  it('are changed over the other transport', async () => {
    const address = `GET /api/auth/student/student/${student.id}`;
    const asked = { token: student.token };
    await ask(address, asked);
    await graphql(app.url, 'mutation { updateProfile(input: { branch: "Topology" }) { id } }', asked);
    expect((await ask(address, asked)).body).toMatchObject({ branch: 'Topology' });
  });
});

describe('/api/auth/lecture/today', () => {
  it('names the day it shows', async () => {
    const { body } = await ask('GET /api/auth/lecture/today', { token: student.token });
    const lectures = body['lectures'] as { timing: string }[];
    const shown = lectures.map(({ timing }) => timing.slice(0, 10));
    expect(Object.keys(body)).toEqual(['lectures', 'date', 'timeZone']);
    expect(body['timeZone']).toBe('UTC');
    expect(shown).toEqual([body['date']]);
  });

  it.each([
    ['pacific/kiritimati', 'Pacific/Kiritimati'],
    ['America/Los_Angeles', 'America/Los_Angeles'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
  ])('in the zone %s', async (asked, timeZone) => {
    const { body } = await ask(`GET /api/auth/lecture/today?timeZone=${asked}`, { token: student.token });
    expect(body['timeZone']).toBe(timeZone);
    const dateIn = (at: string) => new Date(at).toLocaleDateString('sv-SE', { timeZone });
    const lectures = body['lectures'] as { timing: string }[];
    expect(lectures.length).toBe(1);
    expect(lectures.map(({ timing }) => dateIn(timing))).toEqual([body['date']]);
  });
});

describe('what is not there', () => {
  const UNKNOWN = newId();

  it.each([
    ['an unknown student', () => `student/student/${UNKNOWN}`],
    ['a malformed id', () => 'student/student/1'],
    ['no id', () => 'student/student/'],
    ['an id with everything in it', () => 'student/student/%2F%00%F0%9F%8E%93%27--'],
    ['a trainer’s id', () => `student/student/${trainerIds[0]}`],
    ['someone else’s record', () => `student/student/${studentIds[0]}`],
    ['an unknown trainer', () => `trainer/trainer/${UNKNOWN}`],
    ['a student’s id', () => `trainer/trainer/${studentIds[0]}`],
    ['an unknown lecture', () => `lecture/${UNKNOWN}`],
    ['a malformed lecture', () => 'lecture/next'],
  ])('%s is 404, all alike', async (_, address) => {
    const { status, body } = await ask(`GET /api/auth/${address()}`, { token: student.token });
    expect(status).toBe(404);
    expect(body).toEqual({
      type: '/docs/errors/NOT_FOUND.md',
      title: 'Not found',
      status: 404,
      detail: 'The requested item does not exist.',
      code: 'NOT_FOUND',
      requestId: expect.any(String),
      message: 'The requested item does not exist.',
    });
  });

  it('a trainer is shown what a student is not', async () => {
    const address = `GET /api/auth/student/student/${studentIds[0]}`;
    expect((await ask(address, { token: trainer.token })).status).toBe(200);
    expect((await ask(address, { token: student.token })).status).toBe(404);
  });
});

it('HEAD answers as GET does, without the body', async () => {
  const asked = { headers: { authorization: `Bearer ${trainer.token}` } };
  const got = await fetch(`${app.url}/api/auth/student/students`, asked);
  const head = await fetch(`${app.url}/api/auth/student/students`, { ...asked, method: 'HEAD' });
  expect(head.status).toBe(200);
  expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(await got.text())));
  expect(await head.text()).toBe('');
});

it('both transports answer the same', async () => {
  const query = '{ students(first: 2) { nodes { id name email branch createdAt updatedAt } totalCount } }';
  const { students } = dataOf<{ students: { nodes: object[]; totalCount: number } }>(
    await graphql(app.url, query, { token: trainer.token }),
  );
  const { body, headers } = await ask('GET /api/auth/student/students?limit=2', { token: trainer.token });
  expect(body).toMatchObject(students.nodes);
  expect(headers.get('x-total-count')).toBe(String(students.totalCount));
});
