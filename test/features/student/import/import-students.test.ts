import { execFile } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { v7 as newId } from 'uuid';
import { signIn, signUp, startApp, type Account, type TestApp } from '../../../support/app';
import { eventually } from '../../../support/eventually';
import { CHECKOUT } from '../../../support/gateway';
import { dataOf, graphql } from '../../../support/graphql';
import { withOpenTransaction, type Statement } from '../../../support/open-transaction';
import { select } from '../../../support/rows';
import { temporaryFolder } from '../../../support/temporary-folder';
import { stms, stmsJson } from '../../../commands/stms';

let app: TestApp;
let env: Record<string, string>;
let folder: string;
let trainer: Account;

beforeAll(async () => {
  app = await startApp();
  env = { DATABASE_URL: app.databaseUrl, REDIS_URL: `unix://${app.redis.options.path}` };
  folder = await temporaryFolder();
  trainer = await signUp(app, 'trainer', { email: 'trainer@example.org' });
});
afterAll(() => app.close());

let files = 0;

/** A new file that holds this. */
async function file(content: string | Buffer): Promise<string> {
  const name = path.join(folder, `${(files += 1)}.csv`);
  await writeFile(name, content);
  return name;
}

const csv = (...lines: string[]) => file(lines.join('\n'));

const importing = async (content: string | Buffer, ...options: string[]) =>
  stms(env, 'import', 'students', await file(content), ...options);

const emailsLike = async (pattern: string) =>
  (
    await select<{ email: string }>(app.databaseUrl, 'SELECT email FROM students WHERE email LIKE $1 ORDER BY 1', [
      pattern,
    ])
  ).map(({ email }) => email);

/** Names and number of a branch’s students, as a trainer sees them. */
async function branch(name: string) {
  const query = `query ($branch: String) { students(branch: $branch) { totalCount nodes { name } } }`;
  const answer = await graphql(app.url, query, { token: trainer.token, variables: { branch: name } });
  const { students } = dataOf<{ students: { totalCount: number; nodes: { name: string }[] } }>(answer);
  return {
    names: students.nodes.map((node) => node.name),
    total: students.totalCount,
    cache: answer.headers.get('x-cache'),
  };
}

it('imports what spreadsheets write, and lists that are cached show it at once', async () => {
  const matches = async () => {
    const found = await graphql(app.url, '{ students(search: "LOVELACE") { totalCount } }', { token: trainer.token });
    return [dataOf(found), found.headers.get('x-cache')];
  };
  await eventually(async () => (await branch('Data, Analysis')).cache === 'HIT');
  await eventually(async () => (await matches())[1] === 'HIT');
  const rows = [
    '\uFEFFEmail;Name;Course;Phone;Password',
    ' Ada@New.example ;"Lovelace; ""Ada""";"Data, Analysis";+44 1;correct horse battery',
    '',
    ';;;;',
    'zoe@new.example;Zoe\u0308;"Data, Analysis";;correct horse battery',
    '',
  ];
  expect(await importing(rows.join('\r\n'))).toEqual({ code: 0, out: 'Imported 2 students.\n', err: '' });
  expect(await branch('Data, Analysis')).toEqual({ names: ['Lovelace; "Ada"', 'Zoë'], total: 2, cache: 'MISS' });
  expect((await signIn(app, 'ada@new.example')).email).toBe('ada@new.example');
  expect(await matches()).toEqual([{ students: { totalCount: 1 } }, 'MISS']);
});

it('writes nothing unless all rows are valid, and names row and column, never what is in them', async () => {
  const name = await csv(
    'name,email,branch,phone,password',
    'Good,good@mixed.example,Algebra,,correct horse battery',
    'Bad,not-an-address,,,short-1',
    'Twice,GOOD@mixed.example,Algebra,,correct horse battery',
    'Common,common@mixed.example,Algebra,,password1',
    'Trainer,trainer@example.org,Algebra,,correct horse battery',
    'Few,few@mixed.example',
    '"Two',
    'Lines",lines@mixed.example,Algebra,,correct horse battery',
    'Many,many@mixed.example,Algebra,,correct horse battery,more',
  );
  const refused = await stms(env, 'import', 'students', name);
  expect(refused).toEqual({
    code: 1,
    out: '',
    err: [
      'Row 3, email: must be an e-mail address.',
      'Row 3, branch: must not be empty.',
      'Row 3, password: must have 8 to 128 characters.',
      'Row 4, email: is that of row 2.',
      'Row 5, password: is among the most common passwords.',
      'Row 6, email: belongs to somebody who is not a student.',
      'Row 7, branch: must not be empty.',
      'Row 9 (line 10): has 6 cells, and the header 5.',
      'Nothing was imported: 8 errors. --skip-invalid passes them over.\n',
    ].join('\n'),
  });
  expect(await emailsLike('%@mixed.example')).toEqual([]);
  const report = await stmsJson(env, 'import', 'students', name, '--skip-invalid');
  expect(report).toMatchObject({
    rows: 8,
    imported: 2,
    skipped: [],
    errors: expect.arrayContaining([{ row: 3, column: 'branch', message: 'must not be empty' }]),
  });
  expect(await emailsLike('%@mixed.example')).toEqual(['good@mixed.example', 'lines@mixed.example']);
});

it('may be run again', async () => {
  const row = (n: number) => `Student ${n},s${n}@again.example,Algebra,correct horse battery`;
  const name = await csv('name,email,branch,password', row(1), row(2));
  expect(await stmsJson(env, 'import', 'students', name)).toMatchObject({ imported: 2, skipped: [] });
  const more = await csv('name,email,branch,password', row(1), row(3), row(2));
  expect(await stmsJson(env, 'import', 'students', more)).toMatchObject({ imported: 1, skipped: [2, 4] });
  const [{ hashes } = { hashes: 0 }] = await select<{ hashes: number }>(
    app.databaseUrl,
    `SELECT count(DISTINCT password_hash)::int AS hashes FROM users WHERE email LIKE '%@again.example'`,
  );
  expect(hashes).toBe(3);
});

it('tries out without writing, and makes passwords where there are none, into a file of this user alone', async () => {
  const name = await csv('name,email,branch', 'Ada,ada@made.example,Algebra', 'Bob,bob@made.example,Algebra');
  const [refused, tried] = await Promise.all([
    stms(env, 'import', 'students', name),
    stms(env, 'import', 'students', name, '--dry-run'),
  ]);
  expect(refused).toEqual({
    code: 64,
    out: '',
    err: expect.stringMatching(/^2 of the students have no password: name a new file with --passwords FILE/),
  });
  expect(tried.out).toMatch(/^Would import 2 students\.\n2 of them have no password/);
  expect(await emailsLike('%@made.example')).toEqual([]);
  const passwords = path.join(folder, 'passwords.csv');
  const made = await stms(env, 'import', 'students', name, '--passwords', passwords);
  expect(made).toEqual({ code: 0, out: expect.stringContaining(`The passwords made are in ${passwords}.`), err: '' });
  expect((await stat(passwords)).mode & 0o777).toBe(0o600);
  const [header, ...lines] = (await readFile(passwords, 'utf8')).trim().split('\n');
  expect([header, lines.length]).toEqual(['email,password', 2]);
  for (const line of lines) {
    const [email = '', password = ''] = line.split(',');
    expect(made.out).not.toContain(password);
    await signIn(app, email, password);
  }
  const other = await csv('name,email,branch', 'Cleo,cleo@made.example,Algebra');
  expect(await stms(env, 'import', 'students', other, '--passwords', passwords)).toEqual({
    code: 1,
    out: '',
    err: 'The file for passwords is there already: name a new one.\n',
  });
  expect(await emailsLike('%@made.example')).toHaveLength(2);
});

it('says in a sentence what is wrong with a file', async () => {
  const { code, out, err } = await importing('Ada,a@x.example,hidden-word');
  expect([code, out, err]).toEqual([1, '', expect.stringContaining('The header’s cell 1 is none of name, email, ')]);
  expect(err).not.toMatch(/hidden-word|\n.*\n/);
});

it('shows how far it is, to a terminal only', async () => {
  const name = await csv('name,email,branch,password', 'Ada,ada@shown.example,Go,correct horse battery');
  const typed = ['node', 'dist/commands/stms.js', 'import', 'students', name];
  // util-linux and BSD have the same program for a terminal of one's own, with other arguments.
  const args = process.platform === 'linux' ? ['-qec', typed.join(' '), '/dev/null'] : ['-q', '/dev/null', ...typed];
  const options = { cwd: CHECKOUT, env: { PATH: process.env['PATH'], ...env } };
  const { stdout } = await promisify(execFile)('script', args, options);
  expect(stdout).toContain('[##############################] 1 of 1');
  expect(stdout).toContain('Imported 1 student.');
});

it('takes what else is known of students, and refuses roll numbers that are not one’s own', async () => {
  const header = 'Name,E-mail,Branch,Roll No.,Year,Gender,Date of birth,Password';
  const row = (email: string, rollNo: string, gender = 'Female', birth = '2001-02-03') =>
    `Ray,${email}@rolls.example,CSE,${rollNo},1st,${gender},${birth},correct horse battery`;
  expect(await importing([header, row('one', 'AB-1')].join('\n'))).toEqual({
    code: 0,
    out: 'Imported 1 student.\n',
    err: '',
  });
  const query = '{ students(search: "ab-1") { nodes { rollNo year gender dateOfBirth branch } } }';
  expect(dataOf(await graphql(app.url, query, { token: trainer.token }))).toEqual({
    students: { nodes: [{ rollNo: 'AB-1', year: '1st', gender: 'FEMALE', dateOfBirth: '2001-02-03', branch: 'CSE' }] },
  });
  const rows = [
    row('two', 'ab-1'),
    row('three', 'X'),
    row('four', 'x'),
    row('five', 'Y', 'Unknown'),
    row('six', 'Z', '', '1.2.2001'),
  ];
  const { code, err } = await importing([header, ...rows].join('\n'));
  expect(code).toBe(1);
  for (const fault of [
    'is another student’s',
    'is that of row 3',
    'must be one of Female, Male, Other',
    'must be a day from',
  ])
    expect(err).toContain(fault);
});

/** A registration with this roll number. */
const registered = (rollNo: string): Statement => [
  `WITH added AS (INSERT INTO users (id, email, role, password_hash) VALUES ($1, $2, 'STUDENT', 'none'))
   INSERT INTO students (id, email, name, branch, roll_no, roll_no_key, search_text)
   VALUES ($1, $2, 'Rae', 'CSE', $3, lower($3), 'rae')`,
  [newId(), `${newId()}@taken.example`, rollNo],
];

it.each([
  ['fails', [], 1],
  ['succeeds', ['--skip-invalid'], 0],
])('%s with %j after somebody has registered with a roll number meanwhile', async (verb, options, code) => {
  const rollNo = `LATE-${verb}`;
  const emails = ['one', 'two'].map((name) => `${name}-${verb}@late.example`);
  const rows = [`Una,${emails[0]},CSE,${rollNo}`, `Duo,${emails[1]},CSE,`];
  const name = await csv('name,email,branch,rollNo', ...rows);
  const passwords = path.join(folder, `${verb}.csv`);
  const outcome = await withOpenTransaction(app.databaseUrl, registered(rollNo), async ({ waiting, commit }) => {
    const running = stms(env, 'import', 'students', name, '--json', '--passwords', passwords, ...options);
    await waiting(1);
    await commit();
    return running;
  });
  expect({ ...outcome, out: JSON.parse(outcome.out) as unknown }).toMatchObject({
    ...{ code, err: '' },
    out: {
      ...{ imported: 1, skipped: [], refused: false },
      errors: [{ row: 2, column: 'rollNo', message: 'is another student’s' }],
    },
  });
  const users = await select<{ email: string }>(app.databaseUrl, 'SELECT email FROM users WHERE email = ANY ($1)', [
    emails,
  ]);
  expect(users).toEqual([{ email: emails[1] }]);
  expect((await readFile(passwords, 'utf8')).split('\n').map((line) => line.split(',')[0])).toEqual([
    ...['email', emails[1], ''],
  ]);
});
