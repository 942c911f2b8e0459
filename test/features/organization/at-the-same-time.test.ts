import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { codesOf, dataOf, graphql } from '../../support/graphql';
import { withOpenTransaction, type Statement } from '../../support/open-transaction';

/* Members who join while they are deleted, or while the code changes. */

interface Created {
  id: string;
  code: string;
}

let app: TestApp;
let admin: Account;
let north: Created;
let south: Created;

beforeAll(async () => {
  app = await startApp();
  admin = await signUp(app, 'admin');
});
beforeEach(async () => {
  north = await create('North');
  south = await create('South');
});
afterAll(() => app.close());

const ask = ({ token }: Account, query: string, variables: object = {}) =>
  graphql(app.url, query, { token, variables: { ...variables } });

async function create(name: string): Promise<Created> {
  const query = 'mutation ($input: CreateOrganizationInput!) { made: createOrganization(input: $input) { id code } }';
  return dataOf<{ made: Created }>(await ask(admin, query, { input: { name } })).made;
}

const join = (by: Account, { code }: Created) =>
  ask(by, 'mutation ($code: String!) { joinOrganization(code: $code) { id } }', { code });

const remove = ({ id }: Account) => ask(admin, 'mutation ($id: ID!) { deleteUser(id: $id) }', { id });

const countsOf = async ({ id }: Created) => {
  const query = 'query ($id: ID!) { organization(id: $id) { trainerCount studentCount } }';
  return dataOf<{ organization: object }>(await ask(admin, query, { id })).organization;
};

/** The rules of a deletion read these tables after the organization of the one who is deleted. */
const NO_RULES: Statement = ['LOCK TABLE courses, enrollments', []];

it.each(['trainer', 'student'] as const)(
  'an organization does not count a %s who was deleted while joining it',
  async (role) => {
    const member = await signUp(app, role);
    dataOf(await join(member, north));
    const removed = await withOpenTransaction(app.databaseUrl, NO_RULES, async (open) => {
      const removing = remove(member);
      await open.waiting(1);
      const joining = join(member, south);
      await open.answerOrWait(joining, 2);
      await Promise.all([north, south].map(countsOf));
      await open.commit();
      await joining;
      return removing;
    });
    expect(dataOf(removed)).toEqual({ deleteUser: true });
    const none = { trainerCount: 0, studentCount: 0 };
    expect(await Promise.all([north, south].map(countsOf))).toEqual([none, none]);
  },
);

it('a change of the code waits for those who have joined with the former one', async () => {
  const student = await signUp(app, 'student');
  const change = `mutation ($id: ID!, $input: UpdateOrganizationInput!) {
    updateOrganization(id: $id, input: $input) { code } }`;
  const code = `NEW-${north.code}`;
  const locked: Statement = ['SELECT FROM students WHERE id = $1 FOR UPDATE', [student.id]];
  await withOpenTransaction(app.databaseUrl, locked, async (open) => {
    const joining = join(student, north);
    await open.waiting(1);
    const changing = ask(admin, change, { id: north.id, input: { code } });
    expect(await open.answerOrWait(changing, 2)).toBe('waits');
    await open.commit();
    expect(dataOf(await joining)).toEqual({ joinOrganization: { id: north.id } });
    expect(dataOf(await changing)).toEqual({ updateOrganization: { code } });
  });
  expect(codesOf(await join(await signUp(app, 'student'), north))).toEqual(['NOT_FOUND']);
});
