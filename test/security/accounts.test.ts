import { signUp, startApp, type Account, type TestApp } from '../support/app';
import { expectServed, withstands } from '../support/afterwards';
import { stateOf } from '../support/bad-input';
import { codesOf, faultsOf, graphql } from '../support/graphql';
import { errorsOf, rest } from '../support/rest';
import { select } from '../support/rows';
import { attempt, TRANSPORTS, type Transport } from './support/sign-in';

let app: TestApp;
let valid: Account;

beforeAll(async () => {
  app = await startApp();
  valid = await signUp(app, 'student', { email: 'josé.straße@example.org', name: 'José Straße' });
});
afterAll(() => app.close());

const PASSWORD = 'a long password';

/** Registers a student over either transport. */
async function register(transport: Transport, input: { email: string; password?: string; name?: string }) {
  const body = { name: 'Ada Lovelace', password: PASSWORD, branch: 'C', ...input };
  if (transport === 'REST') {
    const answer = await rest(app.url, 'POST /api/auth/student/register', { body });
    return { ...answer, result: (answer.body['code'] as string | undefined) ?? 'ok', faults: errorsOf(answer) };
  }
  const query = 'mutation ($input: RegisterStudentInput!) { registerStudent(input: $input) { token } }';
  const answer = await graphql(app.url, query, { variables: { input: body } });
  const faults = answer.body.errors?.flatMap(({ extensions }) => extensions.fields ?? []) ?? [];
  const lines = faults.map(({ path, message }) => `${path.replace('input.', '')}: ${message}`);
  return { ...answer, result: codesOf(answer)[0] ?? 'ok', faults: lines };
}

/** Ways to write one address; the last are those that only look alike. */
const SPELLINGS = [
  'josé.straße@example.org',
  'JOSÉ.STRAßE@EXAMPLE.ORG',
  'JosÉ.straẞe@Example.Org',
  '  josé.straße@example.org\t\n',
  '\u00A0josé.straße@example.org\u3000',
  'jose\u0301.straße@example.org',
  'ｊｏｓé．ｓｔｒａßｅ＠ｅｘａｍｐｌｅ．ｏｒｇ',
  '𝐣𝐨𝐬é.𝓼𝓽𝓻𝓪ße@ⓔⓧⓐⓜⓟⓛⓔ.org',
  'joſé.straße@example.org',
  'josé.straße\u200B@example.org',
  '\uFEFFjosé.straße@exam\u00ADple.org\u2060',
  '\u202Ejosé.straße@example.org',
];

describe.each(TRANSPORTS)('one address is one account: the %s transport', (transport) => {
  it.each(SPELLINGS)('%j signs in to it, and makes no other', async (email) => {
    expect((await attempt(app.url, transport, { email, password: valid.password })).result).toBe('ok');
    const before = await stateOf(app.databaseUrl);
    expect((await register(transport, { email })).result).toBe('CONFLICT');
    expect(await stateOf(app.databaseUrl)).toBe(before);
  });

  it.each([
    'ada\u0000@example.org',
    'ada\u0007@example.org',
    'ada @example.org',
    'ada@exam\u2028ple.org',
    '\u200B@\u200B.\u200B',
  ])('%j is none', async (email) => {
    const before = await stateOf(app.databaseUrl);
    expect((await register(transport, { email })).result).toBe('BAD_USER_INPUT');
    expect(await stateOf(app.databaseUrl)).toBe(before);
  });
});

it('fifty registrations of one address at once, in all its spellings and over both transports, make one account', async () => {
  const spellings = [
    'rose@example.org',
    'ROSE@example.org',
    ' rose@example.org ',
    'ｒｏｓｅ@example.org',
    'roſe@example.org',
  ];
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, nth) =>
      register(nth % 2 ? 'REST' : 'GraphQL', { email: spellings[nth % 5] ?? '', password: `password of ${nth}` }),
    ),
  );
  const count = (what: string) => answers.filter((answer) => answer.result === what).length;
  // On a machine too busy to answer all, what got 503 may have been done.
  expect(count('ok')).toBeLessThanOrEqual(1);
  expect(count('ok') + count('CONFLICT') + count('SERVICE_UNAVAILABLE')).toBe(50);
  expect(count('ok') + count('SERVICE_UNAVAILABLE')).toBeGreaterThanOrEqual(1);
  const rows = await select(app.databaseUrl, `SELECT id FROM users WHERE email LIKE 'ro%e@%' OR email LIKE '%ｒ%'`);
  expect(rows).toHaveLength(1);

  const signedIn = await Promise.all(
    answers.map((_, nth) => attempt(app.url, 'GraphQL', { email: 'rose@example.org', password: `password of ${nth}` })),
  );
  expect(signedIn.filter(({ result }) => result === 'ok')).toHaveLength(1);
  const winner = answers.findIndex((answer) => answer.result === 'ok');
  if (winner >= 0) expect(signedIn[winner]?.result).toBe('ok');
  await expectServed(app, valid);
});

describe('a password', () => {
  const change = (newPassword: string, currentPassword = valid.password) => {
    const query = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { token } }';
    return graphql(app.url, query, { variables: { input: { currentPassword, newPassword } }, token: valid.token });
  };

  it.each([
    'password',
    'PassWord',
    'ｐａｓｓｗｏｒｄ',
    'iloveyou',
    'qwertyuiop',
    '1q2w3e4r5t',
    'trustno1',
    'Summer2026',
    'student123',
    '12345678900987654321',
  ])('that is common is refused everywhere: %s', async (password) => {
    await withstands(app, valid, async () => {
      for (const transport of TRANSPORTS) {
        const answer = await register(transport, { email: 'common@example.org', password });
        expect(answer).toMatchObject({
          result: 'BAD_USER_INPUT',
          faults: ['password: is among the most common passwords'],
        });
      }
      const answer = await change(password);
      expect([codesOf(answer), faultsOf(answer)]).toEqual([['BAD_USER_INPUT'], ['input.newPassword']]);
    });
  });

  it.each([
    'Ada Lovelace',
    'adalovelace',
    'ADA-LOVELACE!',
    'countess.1815@example.org',
    'Countess.1815',
    'countess1815',
  ])('that is one’s own name or address is refused: %s', async (password) => {
    await withstands(app, valid, async () => {
      for (const transport of TRANSPORTS) {
        const answer = await register(transport, { email: 'Countess.1815@example.org', password });
        expect(answer).toMatchObject({
          result: 'BAD_USER_INPUT',
          faults: ['password: must not be your name or e-mail address'],
        });
      }
    });
  });

  it.each(['José Straße', 'jose\u0301straße', 'josé.straße@example.org'])(
    'that is one’s own name or address cannot be changed to: %s',
    async (password) => {
      const answer = await withstands(app, valid, () => change(password));
      expect([codesOf(answer), faultsOf(answer)]).toEqual([['BAD_USER_INPUT'], ['input.newPassword']]);
      expect((await attempt(app.url, 'REST', { email: valid.email, password })).result).toBe('UNAUTHENTICATED');
    },
  );

  it.each(['7 letters'.slice(0, 7), '🎓'.repeat(7), 'x'.repeat(129)])(
    'of less than 8 or more than 128 characters is refused: %s',
    async (password) => {
      for (const transport of TRANSPORTS) {
        const answer = await register(transport, { email: 'length@example.org', password });
        expect(answer).toMatchObject({ result: 'BAD_USER_INPUT', faults: ['password: must have 8 to 128 characters'] });
      }
    },
  );

  it.each([
    ['of small letters only', 'plainlettersonly'],
    ['of nothing but space and signs', '  \t !?"\'\\ '],
    ['of other scripts', 'пароль на русском 密码 סיסמה'],
    ['of eight emoji', '🎓🎉🐘🦊🌍🔥🎈🎲'],
    ['of 128 characters', 'é🎓'.repeat(64)],
    ['with a common one in it', 'my password is longer'],
    ['that is another’s name', 'Charles Babbage'],
  ])('%s is taken as it is', async (what, password) => {
    const email = `${Buffer.from(what).toString('hex').slice(-20)}@example.org`;
    expect((await register('REST', { email, password })).result).toBe('ok');
    expect((await attempt(app.url, 'GraphQL', { email, password })).result).toBe('ok');
    const shorter = [...password].slice(1).join('');
    expect((await attempt(app.url, 'GraphQL', { email, password: shorter })).result).toBe('UNAUTHENTICATED');
  });
});
