import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { codesOf, dataOf, graphql, type Answer } from '../../support/graphql';
import { withOpenTransaction, type Statement } from '../../support/open-transaction';

/* Changes of an account that is being deleted. */

let app: TestApp;
let admin: Account;
let student: Account;

beforeAll(async () => {
  app = await startApp();
  admin = await signUp(app, 'admin');
});
afterAll(() => app.close());
beforeEach(async () => {
  student = await signUp(app, 'student');
});

const remove = () =>
  graphql(app.url, 'mutation ($id: ID!) { deleteUser(id: $id) }', {
    token: admin.token,
    variables: { id: student.id },
  });

const updateUser = (input: object) =>
  graphql(app.url, 'mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id } }', {
    token: admin.token,
    variables: { id: student.id, input },
  });

const updateProfile = (input: object) =>
  graphql(app.url, 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id } }', {
    token: student.token,
    variables: { input },
  });

/** A deletion has locked the student when it looks for the student's courses. */
const NO_ENROLLMENTS: Statement = ['LOCK TABLE enrollments', []];

const PASSWORD = 'a new password';

const changes: [name: string, send: () => Promise<Answer>, code: string][] = [
  ['an e-mail address', () => updateUser({ email: `new-${student.email}` }), 'NOT_FOUND'],
  ['a password', () => updateUser({ password: PASSWORD }), 'NOT_FOUND'],
  [
    'the user’s own password',
    () => updateProfile({ password: PASSWORD, currentPassword: student.password }),
    'BAD_USER_INPUT',
  ],
];

it.each(changes)('%s that comes too late does not stop the deletion', async (_name, change, code) => {
  const [removed, changed] = await withOpenTransaction(app.databaseUrl, NO_ENROLLMENTS, async (open) => {
    const removing = remove();
    await open.waiting(1);
    const changing = change();
    await open.waiting(2);
    await open.commit();
    return Promise.all([removing, changing]);
  });
  expect(dataOf(removed)).toEqual({ deleteUser: true });
  expect(codesOf(changed)).toEqual([code]);
});
