import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/app';
import { Campus, type Caller } from '../../support/campus';
import { dataOf } from '../../support/graphql';

/*
 * Whoever signs in is the viewer of the rest of the operation: what is asked for below the user is answered as to any request
 * of this user, and never costs the token.
 */
let app: TestApp;
let campus: Campus;
let course: string;

beforeAll(async () => {
  app = await startApp();
  campus = await (await Campus.open(app)).furnish();
  course = campus.id('course');
});
afterAll(() => app.close());

const VIEWED = `role organization { code students { totalCount } }
  ... on Student { courses { nodes { id isEnrolled enrollmentCode students { totalCount } lectures { nodes { roomId } } } } }
  ... on Trainer { courses { nodes { id isEnrolled enrollmentCode students { totalCount } lectures { nodes { roomId } } } } }
  notificationSettings { smsNotifications }`;
const LOGIN = `mutation ($input: LoginInput!) { login(input: $input) { token user { ${VIEWED} } } }`;

it.each(['student', 'otherStudent', 'trainer', 'otherTrainer', 'admin'] as const)(
  '%s: the answer of the sign-in is what any request is answered',
  async (name) => {
    const { email, password } = campus.account(name);
    const { login } = dataOf<{ login: { token: string; user: object } }>(
      await campus.ask('anonymous', LOGIN, { input: { email, password } }),
    );
    const { me } = dataOf<{ me: object }>(await campus.ask(name, `{ me { ${VIEWED} } }`));
    expect(login.user).toEqual(me);
    expect(login.token).toEqual(expect.any(String));
  },
);

it('the enrolled student sees that it is, and the room', async () => {
  const { email, password } = campus.account('student');
  const answer = await campus.ask('anonymous', LOGIN, { input: { email, password } });
  const { courses } = dataOf<{ login: { user: { courses: { nodes: object[] } } } }>(answer).login.user;
  expect(courses.nodes).toMatchObject([
    { id: course, isEnrolled: true, enrollmentCode: null, students: null, lectures: { nodes: [{ roomId: 'a room' }] } },
  ]);
});

it.each([
  ['registerStudent', 'RegisterStudentInput', { branch: 'Algebra' }],
  ['registerTrainer', 'RegisterTrainerInput', { expertise: 'Go' }],
])('%s: a new user is the viewer too', async (field, type, details) => {
  const query = `mutation ($input: ${type}!) { made: ${field}(input: $input) { token user { ${VIEWED} } } }`;
  const input = { name: 'New', email: `${randomUUID()}@example.org`, password: 'correct horse battery', ...details };
  const { made } = dataOf<{ made: object }>(await campus.ask('anonymous', query, { input }));
  expect(made).toMatchObject({
    token: expect.any(String),
    user: { organization: null, courses: { nodes: [] }, notificationSettings: { smsNotifications: false } },
  });
});

it('of two who sign in at once, each is the viewer of its own answer', async () => {
  const inputOf = (name: 'student' | 'trainer') => {
    const { email, password } = campus.account(name);
    return { email, password };
  };
  const query = `mutation ($one: LoginInput!, $two: LoginInput!) {
    one: login(input: $one) { user { ${VIEWED} } } two: login(input: $two) { user { ${VIEWED} } } }`;
  const answer = await campus.ask('anonymous', query, { one: inputOf('student'), two: inputOf('trainer') });
  const meOf = async (name: Caller) => dataOf<{ me: object }>(await campus.ask(name, `{ me { ${VIEWED} } }`)).me;
  expect(dataOf(answer)).toEqual({
    one: { user: await meOf('student') },
    two: { user: await meOf('trainer') },
  });
});

it('who is refused is no viewer', async () => {
  const { email } = campus.account('trainer');
  const query = `mutation ($input: LoginInput!) { one: login(input: $input) { token } two: enroll(code: "CODE") { id } }`;
  const { body } = await campus.ask('anonymous', query, { input: { email, password: 'not the password' } });
  expect(body.errors?.map(({ extensions }) => extensions.code)).toContain('UNAUTHENTICATED');
  expect(body.data ?? null).toBeNull();
});
