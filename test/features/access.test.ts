import { buildSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { sessionIdOf, signIn, signUp, startApp, type Account, type TestApp } from '../support/app';
import { codesOf, dataOf, graphql } from '../support/graphql';

/*
 * Who may do what: every field of Query and Mutation, asked by each kind of caller. `ok` is an answer that is not null.
 */
const CALLERS = ['nobody', 'student', 'otherStudent', 'trainer', 'otherTrainer', 'admin'] as const;
type Caller = (typeof CALLERS)[number];
type Verdict = 'ok' | 'null' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'BAD_USER_INPUT' | 'NOT_FOUND';
type Verdicts = Record<Caller, Verdict>;

const everyone: Verdicts = {
  nobody: 'ok',
  student: 'ok',
  otherStudent: 'ok',
  trainer: 'ok',
  otherTrainer: 'ok',
  admin: 'ok',
};
const signedIn: Verdicts = { ...everyone, nobody: 'UNAUTHENTICATED' };
const staff: Verdicts = { ...signedIn, student: 'FORBIDDEN', otherStudent: 'FORBIDDEN' };
const onlyOwner: Verdicts = { ...staff, otherTrainer: 'FORBIDDEN' };

/** What the documents below are about. */
interface Scene {
  studentId: string;
  trainerId: string;
  lectureId: string;
  /** The caller's. */
  password: string;
  email: string;
  sessionId: string;
}

const TIMES = 'startsAt: "2026-11-22T09:00:00Z", endsAt: "2026-11-22T10:00:00Z"';
const anyEmail = () => `${randomBytes(6).toString('hex')}@example.org`;
const newPerson = () => `name: "N", email: "${anyEmail()}", password: "another long one"`;

const QUERIES: Record<string, [document: (scene: Scene) => string, Verdicts]> = {
  me: [() => '{ me { id } }', signedIn],
  student: [({ studentId }) => `{ student(id: "${studentId}") { id email } }`, { ...signedIn, otherStudent: 'null' }],
  students: [() => '{ students { nodes { id email } totalCount } }', staff],
  trainer: [({ trainerId }) => `{ trainer(id: "${trainerId}") { id lectures { totalCount } } }`, signedIn],
  trainers: [() => '{ trainers { nodes { id } totalCount } }', signedIn],
  lecture: [({ lectureId }) => `{ lecture(id: "${lectureId}") { id trainer { id } } }`, signedIn],
  lectures: [() => '{ lectures { nodes { id } totalCount } }', signedIn],
  todayLectures: [() => '{ todayLectures { id } }', signedIn],
  sessions: [() => '{ sessions { id } }', signedIn],
  rateLimits: [() => '{ rateLimits { policy remaining } }', everyone],
};

const MUTATIONS: Record<string, [document: (scene: Scene) => string, Verdicts]> = {
  registerStudent: [() => `mutation { registerStudent(input: { ${newPerson()}, course: "C" }) { token } }`, everyone],
  registerTrainer: [
    () => `mutation { registerTrainer(input: { ${newPerson()}, expertise: "E" }) { token } }`,
    everyone,
  ],
  login: [
    ({ email, password }) => `mutation { login(input: { email: "${email}", password: "${password}" }) { token } }`,
    everyone,
  ],
  logout: [() => 'mutation { logout }', signedIn],
  logoutEverywhere: [() => 'mutation { logoutEverywhere }', signedIn],
  revokeSession: [({ sessionId }) => `mutation { revokeSession(id: "${sessionId}") }`, signedIn],
  revokeOtherSessions: [() => 'mutation { revokeOtherSessions }', signedIn],
  changePassword: [
    ({ password }) =>
      `mutation { changePassword(input: { currentPassword: "${password}", newPassword: "${password}" }) { token } }`,
    signedIn,
  ],
  updateProfile: [() => 'mutation { updateProfile(input: { name: "Another" }) { id } }', signedIn],
  createLecture: [
    () => `mutation { createLecture(input: { title: "L", ${TIMES} }) { id } }`,
    { ...staff, admin: 'BAD_USER_INPUT' },
  ],
  'createLecture for a trainer': [
    ({ trainerId }) => `mutation { createLecture(input: { title: "L", ${TIMES}, trainerId: "${trainerId}" }) { id } }`,
    { ...staff, otherTrainer: 'BAD_USER_INPUT' },
  ],
  updateLecture: [
    ({ lectureId }) => `mutation { updateLecture(id: "${lectureId}", input: { title: "M" }) { id } }`,
    onlyOwner,
  ],
  'updateLecture that does not exist': [
    ({ trainerId }) => `mutation { updateLecture(id: "${trainerId}", input: { title: "M" }) { id } }`,
    { ...staff, trainer: 'NOT_FOUND', otherTrainer: 'NOT_FOUND', admin: 'NOT_FOUND' },
  ],
  cancelLecture: [({ lectureId }) => `mutation { cancelLecture(id: "${lectureId}") }`, onlyOwner],
  'cancelLecture of a malformed id': [
    () => 'mutation { cancelLecture(id: "1") }',
    { ...staff, trainer: 'NOT_FOUND', otherTrainer: 'NOT_FOUND', admin: 'NOT_FOUND' },
  ],
};

let app: TestApp;
/** Gives the trainer a lecture for each test; its session is ended by none of them. */
let keeper: Account;
const accounts = new Map<Caller, Account>();

beforeAll(async () => {
  app = await startApp();
  keeper = await signUp(app, 'admin');
  for (const caller of CALLERS.slice(1)) accounts.set(caller, await signUp(app, roleOf(caller)));
});
afterAll(() => app.close());

const roleOf = (caller: Caller) =>
  caller === 'admin' ? 'admin' : caller.toLowerCase().endsWith('trainer') ? 'trainer' : 'student';

const accountOf = (caller: Caller): Account => {
  const account = accounts.get(caller);
  if (!account) throw new Error(`nobody is ${caller}`);
  return account;
};

it('holds every field of the schema', () => {
  const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
  const covered = (table: object) => [...new Set(Object.keys(table).map((name) => name.split(' ')[0]))].sort();
  expect(covered(QUERIES)).toEqual(Object.keys(schema.getQueryType()?.getFields() ?? {}).sort());
  expect(covered(MUTATIONS)).toEqual(Object.keys(schema.getMutationType()?.getFields() ?? {}).sort());
});

describe.each(CALLERS)('%s', (caller) => {
  const rows = [...Object.entries(QUERIES), ...Object.entries(MUTATIONS)];

  it.each(rows.map(([name, [document, verdicts]]) => [name, verdicts[caller], document] as const))(
    '%s: %s',
    async (_name, verdict, document) => {
      const account = accountOf(caller === 'nobody' ? 'student' : caller);
      const scene = await sceneFor(account);
      const token = caller === 'nobody' ? undefined : account.token;
      const answer = await graphql(app.url, document(scene), { token });
      if (document(scene).startsWith('mutation')) await signInAgain(account);

      expect(answer.status).toBe(200);
      expect(codesOf(answer)).toEqual(verdict === 'ok' || verdict === 'null' ? [] : [verdict]);
      if (verdict === 'ok') expect(Object.values(dataOf(answer))).not.toContain(null);
      if (verdict === 'null') expect(Object.values(dataOf(answer))).toEqual([null]);
    },
  );
});

async function sceneFor({ email, password, token }: Account): Promise<Scene> {
  const trainerId = accountOf('trainer').id;
  const query = `mutation { createLecture(input: { title: "L", ${TIMES}, trainerId: "${trainerId}" }) { id } }`;
  const made = await graphql(app.url, query, { token: keeper.token });
  return {
    studentId: accountOf('student').id,
    trainerId,
    lectureId: dataOf<{ createLecture: { id: string } }>(made).createLecture.id,
    email,
    password,
    sessionId: sessionIdOf(token),
  };
}

/** Mutations may have ended the caller's session. */
async function signInAgain(account: Account): Promise<void> {
  account.token = (await signIn(app, account.email, account.password)).token;
}
