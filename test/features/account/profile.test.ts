import { signUp, startApp, type Account, type TestApp, type TestRole } from '../../support/app';
import { dataOf, graphql } from '../../support/graphql';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const USER =
  'id name email role createdAt updatedAt ... on Student { branch phone } ... on Trainer { expertise phone }';

interface User {
  name: string;
  phone?: string | null;
  branch?: string;
  expertise?: string;
  updatedAt: string;
}

const me = async ({ token }: Account) =>
  dataOf<{ me: User }>(await graphql(app.url, `{ me { ${USER} } }`, { token })).me;

async function update({ token }: Account, input: Record<string, unknown>): Promise<User> {
  const query = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { ${USER} } }`;
  return dataOf<{ updateProfile: User }>(await graphql(app.url, query, { variables: { input }, token })).updateProfile;
}

describe.each<[TestRole, string | null]>([
  ['student', 'branch'],
  ['trainer', 'expertise'],
  ['admin', null],
])('%s', (role, own) => {
  it('reads itself', async () => {
    const account = await signUp(app, role, { name: 'Anna', phone: '1' });
    expect(await me(account)).toMatchObject({
      ...{ id: account.id, email: account.email, name: 'Anna', role: role.toUpperCase() },
      ...(own && { phone: '1' }),
    });
  });

  it('changes what it gives, and leaves the rest', async () => {
    const account = await signUp(app, role, { name: 'Anna', phone: '1' });
    const before = await me(account);
    const renamed = await update(account, { name: ' Berta ' });
    expect(renamed).toEqual({ ...before, name: 'Berta', updatedAt: renamed.updatedAt });
    expect(await me(account)).toEqual(renamed);
    if (own) expect(await update(account, { [own]: ' Sets ' })).toMatchObject({ name: 'Berta', [own]: 'Sets' });
  });

  it('an empty change changes nothing', async () => {
    const account = await signUp(app, role);
    const before = await me(account);
    expect(await update(account, {})).toEqual({ ...before, updatedAt: expect.any(String) as string });
  });
});

it.each(['student', 'trainer'] as const)('clears the phone number of a %s by null', async (role) => {
  const account = await signUp(app, role, { phone: '1' });
  expect(await update(account, { phone: ' 22 ' })).toMatchObject({ phone: '22' });
  expect(await update(account, { phone: null })).toMatchObject({ phone: null });
  expect(await me(account)).toMatchObject({ phone: null });
});

it('shows the change everywhere at once', async () => {
  const student = await signUp(app, 'student', { name: 'Anna' });
  const trainer = await signUp(app, 'trainer', { name: 'Ada' });
  const ask = async () =>
    dataOf(
      await graphql(
        app.url,
        `{ student(id: "${student.id}") { name branch } students(search: "${student.email}") { nodes { name branch } }
           trainer(id: "${trainer.id}") { name expertise } trainers(search: "${trainer.email}") { nodes { name expertise } } }`,
        { token: trainer.token },
      ),
    );
  await ask();
  await update(student, { name: 'Berta', branch: 'Sets' });
  await update(trainer, { name: 'Emmy', expertise: 'Rings' });
  expect(await ask()).toEqual({
    student: { name: 'Berta', branch: 'Sets' },
    students: { nodes: [{ name: 'Berta', branch: 'Sets' }] },
    trainer: { name: 'Emmy', expertise: 'Rings' },
    trainers: { nodes: [{ name: 'Emmy', expertise: 'Rings' }] },
  });
});

it('lets two changes of different fields at the same time both stand', async () => {
  const account = await signUp(app, 'student');
  await Promise.all([
    update(account, { name: 'Berta' }),
    update(account, { branch: 'Sets' }),
    update(account, { phone: '7' }),
  ]);
  expect(await me(account)).toMatchObject({ name: 'Berta', branch: 'Sets', phone: '7' });
});
