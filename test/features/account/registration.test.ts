/** @passwords as-in-production */
import { signIn, signUp, startApp, type TestApp } from '../../support/app';
import { stateOf } from '../../support/bad-input';
import { codesOf, dataOf, faultsOf, graphql } from '../../support/graphql';
import { select } from '../../support/rows';

const PASSWORD = 'correct horse battery';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const USER =
  'id name email role createdAt updatedAt ... on Student { branch phone } ... on Trainer { expertise phone }';

const register = (kind: 'Student' | 'Trainer', input: Record<string, unknown>, url = app.url) =>
  graphql(
    url,
    `mutation ($input: Register${kind}Input!) { made: register${kind}(input: $input) { token expiresAt user { ${USER} } } }`,
    { variables: { input } },
  );

const student = (input: Record<string, unknown>) =>
  register('Student', { name: 'Anna', password: PASSWORD, branch: 'Logic', ...input });

const trainer = (input: Record<string, unknown>, url = app.url) =>
  register('Trainer', { name: 'Ada', password: PASSWORD, expertise: 'Engines', ...input }, url);

interface Made {
  made: { token: string; expiresAt: string; user: { id: string; email: string; name: string } };
}

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

it('makes a student who is signed in at once', async () => {
  const { made } = dataOf<Made>(await student({ email: 'anna@example.org', phone: ' +49 30 1 ' }));
  expect(made.user).toMatchObject({
    name: 'Anna',
    email: 'anna@example.org',
    role: 'STUDENT',
    branch: 'Logic',
    phone: '+49 30 1',
  });
  const me = await graphql(app.url, '{ me { id } sessions { id current } }', { token: made.token });
  const { sub, jti, exp } = claimsOf(made.token);
  expect(dataOf(me)).toEqual({ me: { id: made.user.id }, sessions: [{ id: jti, current: true }] });
  expect(sub).toBe(made.user.id);
  expect(new Date(Number(exp) * 1000).toISOString()).toBe(made.expiresAt);
});

it('makes a trainer who is signed in at once', async () => {
  const { made } = dataOf<Made>(await trainer({ email: 'ada@example.org' }));
  expect(made.user).toMatchObject({ name: 'Ada', role: 'TRAINER', expertise: 'Engines', phone: null });
  expect(codesOf(await graphql(app.url, '{ students { totalCount } }', { token: made.token }))).toEqual([]);
});

it('keeps nothing of a password but its Argon2id hash', async () => {
  const { made } = dataOf<Made>(await student({ email: 'hash@example.org' }));
  const [row] = await select<{ password_hash: string; all: string }>(
    app.databaseUrl,
    'SELECT password_hash, row_to_json(users)::text || row_to_json(students)::text AS all FROM users JOIN students USING (id) WHERE id = $1',
    [made.user.id],
  );
  expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(row?.all).not.toContain(PASSWORD);
});

it('trims and composes what it stores', async () => {
  const texts = { name: '  Zoe\u0308  ', email: '  Zoe.Ünal@Example.ORG ', branch: ' Lo\u0308gic ' };
  const { made } = dataOf<Made>(await student({ ...texts, phone: '\u202A ＋49\u00A0 30\u202C' }));
  expect(made.user).toMatchObject({ name: 'Zoë', email: 'zoe.ünal@example.org', branch: 'Lögic', phone: '+49 30' });
});

it('makes one account of all spellings of an e-mail address, and each signs in', async () => {
  const { made } = dataOf<Made>(await student({ email: 'οδος.ünal@bücher.example' }));
  expect(made.user.email).toBe('οδος.ünal@bücher.example');
  for (const email of [
    'ΟΔΟΣ.ÜNAL@BÜCHER.EXAMPLE',
    'οδοσ.u\u0308nal@xn--bcher-kva.example',
    '\u200Bοδος.ünal＠bücher。example',
  ]) {
    expect(codesOf(await student({ email }))).toEqual(['CONFLICT']);
    expect((await signIn(app, email)).id).toBe(made.user.id);
  }
});

it.each([
  ['the longest', 200, 128, 32],
  ['the shortest', 1, 8, 0],
])('accepts %s, counted in code points', async (_name, text, password, phone) => {
  const email = text === 1 ? 'a@b.c' : `${'ü'.repeat(240)}@exam.example`.padEnd(254, 'x');
  const secret = '🎓'.repeat(password);
  const input = {
    name: '🎓'.repeat(text),
    branch: '🎓'.repeat(text),
    phone: '🎓'.repeat(phone),
    password: secret,
    email,
  };
  const { made } = dataOf<Made>(await student(input));
  expect([...made.user.name]).toHaveLength(text);
  expect((await signIn(app, email, secret)).id).toBe(made.user.id);
});

describe('an address that is taken', () => {
  beforeAll(() => signUp(app, 'student', { email: 'taken.füll@example.org' }));

  it.each([
    ['the same', 'taken.füll@example.org'],
    ['in capitals', 'TAKEN.FÜLL@EXAMPLE.ORG'],
    ['with space around', ' \ttaken.füll@example.org\u00A0'],
    ['with its umlaut taken apart', 'taken.fu\u0308ll@example.org'],
    ['in wide letters', 'ｔａｋｅｎ.ｆüｌｌ＠ｅｘａｍｐｌｅ.ｏｒｇ'],
    ['with a ligature', 'taken.fü\u{1D425}l@example.org'],
  ])('is a conflict: %s', async (_name, email) => {
    const before = await stateOf(app.databaseUrl);
    for (const answer of [await student({ email }), await trainer({ email })]) {
      expect(codesOf(answer)).toEqual(['CONFLICT']);
      expect(faultsOf(answer)).toEqual(['input.email']);
      expect(answer.text).not.toContain('example');
    }
    expect(await stateOf(app.databaseUrl)).toBe(before);
  });

  it('is made once where many register it at the same time', async () => {
    const email = 'race@example.org';
    const calls = Array.from({ length: 8 }, (_, nth) => (nth % 2 ? student({ email }) : trainer({ email })));
    const codes = (await Promise.all(calls)).map((answer) => codesOf(answer)[0] ?? 'made');
    expect(codes.sort()).toEqual([...Array<string>(7).fill('CONFLICT'), 'made']);
    const rows = await select(app.databaseUrl, 'SELECT id FROM users WHERE email = $1', [email]);
    expect(rows).toHaveLength(1);
  });
});

describe('registration of trainers', () => {
  const CODE = 'let the trainers in';

  it('by invitation needs the code', async () => {
    const invited = await startApp({ env: { TRAINER_REGISTRATION: 'invite', TRAINER_INVITE_CODE: CODE } });
    try {
      for (const inviteCode of [undefined, null, '', 'wrong', `${CODE} `, CODE.toUpperCase()]) {
        const answer = await trainer({ email: 'invited@example.org', inviteCode }, invited.url);
        expect(codesOf(answer)).toEqual(['FORBIDDEN']);
        expect(answer.text).not.toContain(CODE);
      }
      expect(await select(invited.databaseUrl, 'SELECT id FROM users')).toEqual([]);
      const answer = await trainer({ email: 'invited@example.org', inviteCode: CODE }, invited.url);
      expect(dataOf<Made>(answer).made.user.email).toBe('invited@example.org');
      await signUp(invited, 'student');
    } finally {
      await invited.close();
    }
  });

  it('is closed where it is closed, with or without a code', async () => {
    const closed = await startApp({ env: { TRAINER_REGISTRATION: 'closed' } });
    try {
      for (const inviteCode of [undefined, '', CODE]) {
        const answer = await trainer({ email: 'closed@example.org', inviteCode }, closed.url);
        expect(codesOf(answer)).toEqual(['FORBIDDEN']);
      }
      expect(await select(closed.databaseUrl, 'SELECT id FROM users')).toEqual([]);
      await signUp(closed, 'student');
    } finally {
      await closed.close();
    }
  });
});
