import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { signUp, type Account } from '../support/app';
import { eventually } from '../support/eventually';
import type { TestGateway } from '../support/gateway';
import { graphql } from '../support/graphql';
import { rest } from '../support/rest';
import { openSite, type Site } from './support/site';

/*
 * A mutation answers with what its own transaction wrote: never with another writer's value, and acknowledged once it is
 * committed, whatever fails after.
 */

const HOOK = path.join(__dirname, 'support/hooks/after-commit.cjs');
const WRITERS = 6;
const ROUNDS = 20;

let site: Site;
let gateway: TestGateway;
let control: Server;
let trainer: Account;
let student: Account;
let admin: Account;
/** Whether the next COMMIT is the last thing that PostgreSQL and Redis do for a while. */
let isArmed = false;

beforeAll(async () => {
  control = createServer((_request, response) => {
    if (isArmed) takeServersAway();
    isArmed = false;
    response.end();
  }).listen(0, '127.0.0.1');
  await eventually(() => control.listening);
  const { port } = control.address() as AddressInfo;
  site = await openSite({ AFTER_COMMIT: `http://127.0.0.1:${port}` });
  gateway = await site.start(['-r', HOOK]);
  const app = { url: gateway.url, databaseUrl: site.postgres.url };
  trainer = await signUp(app, 'trainer');
  student = await signUp(app, 'student');
  admin = await signUp(app, 'admin');
});
afterAll(async () => {
  control.closeAllConnections();
  control.close();
  await site.close();
});

const takeServersAway = () => {
  site.postgres.pause();
  site.redis.pause();
};

const PROFILE = 'mutation ($name: String!) { updateProfile(input: { name: $name }) { name } }';
const NEW_LECTURE = `mutation ($title: String!) {
  createLecture(input: { title: $title, startsAt: "2026-12-01T09:00:00Z", endsAt: "2026-12-01T10:00:00Z" }) { id title }
}`;
const RENAME = 'mutation ($id: ID!, $title: String!) { updateLecture(id: $id, input: { title: $title }) { title } }';

const ask = (query: string, variables: Record<string, unknown>, token: string | null = trainer.token) =>
  graphql(gateway.url, query, { variables, token: token ?? undefined });

async function newLecture(title: string): Promise<string> {
  const { body } = await ask(NEW_LECTURE, { title });
  return (body.data?.['createLecture'] as { id: string }).id;
}

test('of several who write the same records at once, each is answered with its own value', async () => {
  const id = await newLecture('before');
  const write = async (nth: number) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const own = `Writer ${nth}, round ${round}`;
      expect((await ask(PROFILE, { name: own })).body.data).toEqual({ updateProfile: { name: own } });
      expect((await ask(RENAME, { id, title: own })).body.data).toEqual({ updateLecture: { title: own } });
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, nth) => write(nth)));
});

const SIGNED_UP = { token: expect.any(String), user: { name: 'Ann' } };
const person = () => ({ name: 'Ann', email: `ann-${process.hrtime.bigint()}@example.org`, password: 'correct horse' });

describe('a change that is committed is acknowledged though both servers are gone right after', () => {
  const cases: [name: string, run: () => Promise<unknown>, expected: unknown][] = [
    ['updateProfile', () => ask(PROFILE, { name: 'Kept' }), { updateProfile: { name: 'Kept' } }],
    ['createLecture', () => ask(NEW_LECTURE, { title: 'Kept' }), { createLecture: { title: 'Kept' } }],
    [
      'registerTrainer',
      () =>
        ask(
          'mutation ($input: RegisterTrainerInput!) { registerTrainer(input: $input) { token user { name } } }',
          { input: { ...person(), expertise: 'Go' } },
          null,
        ),
      { registerTrainer: SIGNED_UP },
    ],
  ];

  test.each(cases)('%s', async (_name, run, expected) => {
    expect(await lastWords(run)).toMatchObject({ status: 200, body: { data: expected } });
  });

  test('updateLecture, cancelLecture', async () => {
    const id = await newLecture('to go');
    const renamed = await lastWords(() => ask(RENAME, { id, title: 'gone soon' }));
    expect(renamed).toMatchObject({ status: 200, body: { data: { updateLecture: { title: 'gone soon' } } } });
    const cancelled = await lastWords(() => ask('mutation ($id: ID!) { cancelLecture(id: $id) }', { id }));
    expect(cancelled).toMatchObject({ status: 200, body: { data: { cancelLecture: true } } });
  });

  test('changePassword, whose new token is good afterwards', async () => {
    const other = await signUp({ url: gateway.url, databaseUrl: site.postgres.url }, 'trainer');
    const input = { currentPassword: other.password, newPassword: 'another battery staple' };
    const query = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { token } }';
    const { status, body } = await lastWords(() => ask(query, { input }, other.token));
    expect(status).toBe(200);
    const { token } = body.data?.['changePassword'] as { token: string };
    expect((await ask('{ me { id } }', {}, other.token)).status).toBe(401);
    expect((await ask('{ me { id } }', {}, token)).body.data).toEqual({ me: { id: other.id } });
  });
});

describe('over REST, too: what cannot be read is left out, and lists are empty', () => {
  const send = (by: () => Account, request: string, body: () => unknown) => () =>
    rest(gateway.url, request.replace(':id', by().id), { token: by().token, body: body() });
  const code = () => `C-${process.hrtime.bigint()}`;
  const [byTrainer, byStudent, byAdmin] = [() => trainer, () => student, () => admin];
  const newCourse = async (title: string) => {
    const body = { title, description: 'd', enrollmentCode: code() };
    const { course } = (await rest(gateway.url, 'POST /api/course/create', { token: trainer.token, body })).body;
    return course as { id: string; enrollmentCode: string };
  };
  const newOrganization = async () => {
    const body = { name: 'North', code: code() };
    const { body: created } = await rest(gateway.url, 'POST /api/org/create', { token: admin.token, body });
    return created['organization'] as { id: string; code: string };
  };

  test('a new course', async () => {
    const { id: organizationId, code: orgCode } = await newOrganization();
    await rest(gateway.url, 'POST /api/org/join', { token: trainer.token, body: { code: orgCode } });
    const body = () => ({ title: 'Logic', description: 'd', organizationId, enrollmentCode: code() });
    const created = await lastWords(send(byTrainer, 'POST /api/course/create', body));
    const course = { title: 'Logic', trainerId: trainer.id, organizationId, students: [] };
    expect(created).toMatchObject({ status: 201, body: { course } });
  });

  test('a changed course', async () => {
    const { id } = await newCourse('before');
    const changed = await lastWords(send(byTrainer, `PUT /api/course/${id}`, () => ({ title: 'after' })));
    expect(changed).toMatchObject({ status: 200, body: { course: { id, title: 'after', trainerId: trainer.id } } });
    await eventually(() => unreadParts(changed).length === 1);
  });

  test('an enrollment', async () => {
    const { id, enrollmentCode } = await newCourse('to enroll in');
    const enrolled = await lastWords(send(byStudent, 'POST /api/course/enroll', () => ({ enrollmentCode })));
    expect(enrolled).toMatchObject({ status: 200, body: { course: { id, trainerId: trainer.id } } });
  });

  test('an organization, and who joins it', async () => {
    const created = await lastWords(send(byAdmin, 'POST /api/org/create', () => ({ name: 'South', code: code() })));
    const organization = { name: 'South', trainers: [], students: [] };
    expect(created).toMatchObject({ status: 201, body: { organization } });
    const { id, code: orgCode } = await newOrganization();
    const joined = await lastWords(send(byTrainer, 'POST /api/org/join', () => ({ code: orgCode })));
    expect(joined).toMatchObject({ status: 200, body: { organization: { id, name: 'North', code: orgCode } } });
  });

  test('a student’s own profile, and one that an administrator changes', async () => {
    const own = await lastWords(send(byStudent, 'PUT /api/auth/student/student/:id', () => ({ name: 'Ann' })));
    expect(own).toMatchObject({ status: 200, body: { updatedUser: { id: student.id, name: 'Ann', courses: [] } } });
    const route = `PUT /api/auth/admin/user/student/${student.id}`;
    const changed = await lastWords(send(byAdmin, route, () => ({ name: 'Anna' })));
    expect(changed).toMatchObject({ status: 200, body: { id: student.id, name: 'Anna' } });
  });

  test('a lecture of a course', async () => {
    const { id: courseId } = await newCourse('with lectures');
    const lecture = { title: 'First', description: 'd', timing: '2026-12-01T09:00', type: 'virtual', roomId: code() };
    const created = await lastWords(send(byTrainer, 'POST /api/auth/lecture/create', () => ({ ...lecture, courseId })));
    expect(created).toMatchObject({ status: 201, body: { lecture: { title: 'First' } } });
  });

  test('a registration', async () => {
    const body = { ...person(), branch: 'CSE', rollNo: code(), phoneNo: '1' };
    const registered = await lastWords(() => rest(gateway.url, 'POST /api/auth/student/register', { body }));
    expect(registered).toMatchObject({ status: 201, body: SIGNED_UP });
  });
});

describe('an error below a change says that the change was made, and asks for no retry', () => {
  const create = (fields: string) => () =>
    ask(`mutation { createCourse(input: { title: "Sets", description: "d" }) { id ${fields} } }`, {});
  const isMade = { code: 'INTERNAL_SERVER_ERROR', changeMade: true };

  test('a field that may be null is null, and the record stays', async () => {
    const answer = await lastWords(create('trainer { id } students { nodes { id } }'));
    expect(answer).toMatchObject({
      status: 200,
      body: {
        data: { createCourse: { id: expect.any(String), trainer: { id: trainer.id }, students: null } },
        errors: [{ path: ['createCourse', 'students'], extensions: isMade }],
      },
    });
    expect(answer.headers.get('retry-after')).toBeNull();
    await eventually(() => unreadParts(answer).length === 1);
  });

  test('a field that may not be null takes the record along', async () => {
    const answer = await lastWords(create('trainer { name }'));
    const errors = [{ path: ['createCourse', 'trainer'], extensions: isMade }];
    expect(answer).toMatchObject({ status: 200, body: { data: null, errors } });
    expect(answer.headers.get('retry-after')).toBeNull();
  });
});

/** What the log says of parts of the response that could not be read. */
const unreadParts = ({ headers }: { headers: Headers }): string[] => {
  const lines = gateway.output().split('\n');
  const id = headers.get('x-request-id') ?? 'none';
  return lines.filter((line) => line.includes('part of the answer of a change') && line.includes(id));
};

/** Runs a mutation whose COMMIT is the last thing that the servers do until it is answered. */
async function lastWords<Answer>(run: () => Promise<Answer>): Promise<Answer> {
  isArmed = true;
  try {
    const answer = await run();
    expect(isArmed).toBe(false);
    return answer;
  } finally {
    isArmed = false;
    site.postgres.resume();
    site.redis.resume();
    await eventually(async () => (await ask('{ me { id } }', {})).status === 200);
  }
}
