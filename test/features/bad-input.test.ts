import { signUp, startApp, type Account, type TestApp } from '../support/app';
import { badMoments, badTexts, badTypes, EMPTY, MARKER, MISSING, stateOf, type BadValue } from '../support/bad-input';
import { codesOf, dataOf, faultsOf, graphql } from '../support/graphql';

/*
 * Every field of every input, with values it refuses: the answer names the field and repeats no value, and nothing changes.
 */
const PASSWORD = 'correct horse battery';
const EMAIL = 'somebody@example.org';
const badPasswords = (min: number): BadValue[] => [
  ...badTexts({ max: 128, required: true, filled: false }).filter(([name]) => !name.includes('normalized')),
  ['empty', ''],
  ...(min > 1
    ? ([
        ['too short', 'zQ7mark'],
        ['too short in code points', '🎓🎓🎓🎓🎓🎓🎓'],
      ] as BadValue[])
    : []),
];
const badEmails: BadValue[] = [
  ...badTexts({ max: 254, required: true }),
  ['no @', MARKER],
  ['no domain', `${MARKER}@`],
  ['no name', `@${MARKER}.org`],
  ['no dot', `${MARKER}@example`],
  ['two @', `${MARKER}@@example.org`],
  ['a space within', `${MARKER} a@example.org`],
  ['a line break', `${MARKER}@example.org\nBcc:a@b.org`],
  ['a space once it is normalized', `${MARKER}\uFDFA@example.org`],
  ['too long once its letters are taken apart', `${'\uFB03'.repeat(120)}@example.org`],
];
const badCommon: BadValue[] = [
  ['a common password', 'Password123'],
  ['a common one in wide letters', 'ｐａｓｓｗｏｒｄ１２３'],
];
const required = (max: number) => badTexts({ max, required: true });
const nullless = (max: number): BadValue[] => [...badTexts({ max }), ['null', null]];

interface Case {
  type: string;
  as: 'nobody' | 'student' | 'trainer' | 'admin';
  /** An input that is accepted. */
  base: () => Record<string, unknown>;
  fields: Record<string, BadValue[]>;
}

const NEW_ACCOUNT = { name: 'N', email: EMAIL, password: PASSWORD };
const LECTURE = { title: 'T', startsAt: '2026-05-01T09:00:00Z', endsAt: '2026-05-01T10:00:00Z' };
const badAccount = {
  name: required(200),
  email: badEmails,
  password: [...badPasswords(8), ...badCommon],
  phone: badTexts({ max: 32, filled: false }),
};

const CASES: Record<string, Case> = {
  registerStudent: {
    type: 'RegisterStudentInput',
    as: 'nobody',
    base: () => ({ ...NEW_ACCOUNT, branch: 'C' }),
    fields: { ...badAccount, branch: required(200) },
  },
  registerTrainer: {
    type: 'RegisterTrainerInput',
    as: 'nobody',
    base: () => ({ ...NEW_ACCOUNT, expertise: 'E' }),
    fields: { ...badAccount, expertise: badTexts({ max: 200 }), inviteCode: badTexts({ max: 200, filled: false }) },
  },
  login: {
    type: 'LoginInput',
    as: 'nobody',
    base: () => ({ email: EMAIL, password: PASSWORD }),
    fields: { email: required(254), password: badPasswords(1) },
  },
  changePassword: {
    type: 'ChangePasswordInput',
    as: 'student',
    base: () => ({ currentPassword: PASSWORD, newPassword: 'another long one' }),
    fields: {
      currentPassword: [...badPasswords(1), ['not the current one', `${MARKER} wrong`]],
      newPassword: [...badPasswords(8), ...badCommon],
    },
  },
  'updateProfile of a student': {
    type: 'UpdateProfileInput',
    as: 'student',
    base: () => ({}),
    fields: {
      name: nullless(200),
      branch: nullless(200),
      phone: badTexts({ max: 32, filled: false }),
      expertise: [...nullless(200), ['of another role', MARKER]],
    },
  },
  'updateProfile of a trainer': {
    type: 'UpdateProfileInput',
    as: 'trainer',
    base: () => ({}),
    fields: {
      expertise: badTexts({ max: 200 }),
      bio: badTexts({ max: 1_000, filled: false }),
      location: badTexts({ max: 200 }),
      branch: [...nullless(200), ['of another role', MARKER]],
    },
  },
  'updateProfile of an administrator': {
    type: 'UpdateProfileInput',
    as: 'admin',
    base: () => ({}),
    fields: {
      phone: badTexts({ max: 32, filled: false }),
      branch: [['of another role', MARKER]],
      gender: [
        ['of another role', 'MALE'],
        ['null, of another role', null],
      ],
    },
  },
  createLecture: {
    type: 'CreateLectureInput',
    as: 'trainer',
    base: () => LECTURE,
    fields: {
      title: required(200),
      description: badTexts({ max: 5_000, filled: false }),
      location: badTexts({ max: 200, filled: false }),
      startsAt: [...badMoments, ...MISSING],
      endsAt: [...badMoments, ...MISSING, ['when it begins', LECTURE.startsAt], ['before', '2026-05-01T08:00:00Z']],
      trainerId: [...badTypes.slice(1), ['another’s', MARKER]],
    },
  },
  'createLecture by an administrator': {
    type: 'CreateLectureInput',
    as: 'admin',
    base: () => LECTURE,
    fields: { trainerId: MISSING },
  },
  updateLecture: {
    type: 'UpdateLectureInput',
    as: 'trainer',
    base: () => ({}),
    fields: {
      title: nullless(200),
      description: badTexts({ max: 5_000, filled: false }),
      location: badTexts({ max: 200, filled: false }),
      startsAt: [...badMoments, ['null', null]],
      endsAt: [...badMoments, ['null', null], ['when it begins', LECTURE.startsAt]],
      completed: [
        ['null', null],
        ['text', MARKER],
      ],
    },
  },
};

let app: TestApp;
const accounts: Partial<Record<Case['as'], Account>> = {};
let lectureId: string;
let stateBefore: string;

beforeAll(async () => {
  app = await startApp();
  for (const role of ['student', 'trainer', 'admin'] as const) accounts[role] = await signUp(app, role);
  const query = `mutation ($input: CreateLectureInput!) { createLecture(input: $input) { id } }`;
  const made = await graphql(app.url, query, { variables: { input: LECTURE }, token: accounts.trainer?.token });
  lectureId = dataOf<{ createLecture: { id: string } }>(made).createLecture.id;
  stateBefore = await stateOf(app.databaseUrl);
});
afterAll(() => app.close());

describe.each(Object.entries(CASES))('%s', (name, { type, as, base, fields }) => {
  const field = name.split(' ')[0] ?? '';
  const selection = field.endsWith('Lecture') ? '{ id }' : field === 'updateProfile' ? '{ id }' : '{ token }';

  const ask = (input: Record<string, unknown>) => {
    const id = field === 'updateLecture' ? `id: "${lectureId}", ` : '';
    const query = `mutation ($input: ${type}!) { ${field}(${id}input: $input) ${selection} }`;
    return graphql(app.url, query, { variables: { input }, token: accounts[as]?.token });
  };

  const cases = Object.entries(fields).flatMap(([of, values]) => values.map((bad) => [of, ...bad] as const));

  it.each(cases)('%s: %s', async (of, _name, value) => {
    const answer = await ask({ ...base(), [of]: value });
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(faultsOf(answer)).toEqual([`input.${of}`]);
    expect(answer.text).not.toContain(MARKER);
  });

  it('none of them has changed anything', async () => {
    expect(await stateOf(app.databaseUrl)).toBe(stateBefore);
  });
});

it('reports all faults of an input together', async () => {
  const query = 'mutation ($input: RegisterStudentInput!) { registerStudent(input: $input) { token } }';
  const input = { name: '', email: 'x', password: 'short', branch: 'C', phone: '1'.repeat(33) };
  const answer = await graphql(app.url, query, { variables: { input } });
  expect(faultsOf(answer).sort()).toEqual(['input.email', 'input.name', 'input.password', 'input.phone']);
});

it.each([...EMPTY.map(([, value]) => value)])('takes %j for no phone number', async (phone) => {
  const query = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { ... on Student { phone } } }';
  const answer = await graphql(app.url, query, { variables: { input: { phone } }, token: accounts.student?.token });
  expect(dataOf(answer)).toEqual({ updateProfile: { phone: null } });
});
