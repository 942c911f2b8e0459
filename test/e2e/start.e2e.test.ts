import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm, symlink } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { copyCheckout, freshHome, usersOfThisMachine, type User } from '../support/checkout-copy';
import { eventually } from '../support/eventually';
import { startGateway, startProgram, type TestGateway } from '../support/gateway';
import { npmFile } from '../support/npm';
import { descendantsOf, stillRunning } from '../support/processes';
import { temporaryFolder } from '../support/temporary-folder';

jest.setTimeout(240_000); // a start may have to build first, on a busy machine

const START = { args: ['scripts/start.mjs'] };

/** A data folder below one that all users can enter, yet to be made. */
const newDataDir = async () => path.join(await temporaryFolder(), 'data');

async function graphql(gateway: TestGateway, query: string, variables: Record<string, string>): Promise<unknown> {
  const answer = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return answer.json();
}

const signIn = (gateway: TestGateway, email: string, password: string) =>
  graphql(gateway, 'mutation ($input: LoginInput!) { login(input: $input) { user { email role } } }', {
    input: { email, password } as never,
  });

const register = (gateway: TestGateway, email: string, password: string) =>
  graphql(
    gateway,
    'mutation ($input: RegisterStudentInput!) { registerStudent(input: $input) { user { email role } } }',
    {
      input: { name: 'Ada', branch: 'Analysis', email, password } as never,
    },
  );

/** From the banner: a line for each role, `role … email / password`. */
function demoLogin(output: string, role: string): { email: string; password: string } {
  const line = new RegExp(`^\\W*${role}\\b.*?(\\S+@\\S+) / (\\S+)`, 'im').exec(output);
  if (!line?.[1] || !line[2]) throw new Error(`The banner names no ${role}:\n${output}`);
  return { email: line[1], password: line[2] };
}

async function endsCompletely(gateway: TestGateway, signal: NodeJS.Signals): Promise<void> {
  const family = descendantsOf(gateway.pid);
  expect(family.length).toBeGreaterThan(1);
  gateway.signal(signal);
  await gateway.exited;
  await eventually(() => stillRunning(family).length === 0);
}

/** One of them has to build: it is the same for all, and takes longer than all the rest. */
const starts = usersOfThisMachine().map((user, nth, { length }) => ({ ...user, isBuilt: nth < length - 1 }));

test.each(starts)(
  'as $name, from a fresh checkout in a closed folder: builds what is not built, starts, keeps what was entered',
  async ({ isBuilt, ...user }: User & { isBuilt: boolean }) => {
    const cwd = await copyCheckout(user, { isBuilt });
    const program = { ...START, ...user, cwd };
    const env = { HOME: await freshHome(user) };

    const first = await startGateway(env, program);
    expect(first.output().includes('Compiling')).toBe(!isBuilt);
    for (const role of ['student', 'trainer', 'admin']) {
      const { email, password } = demoLogin(first.output(), role);
      const account = { email, role: role.toUpperCase() };
      expect(await signIn(first, email, password)).toEqual({ data: { login: { user: account } } });
    }
    const password = randomBytes(12).toString('hex');
    const ada = { email: 'ada@example.org', role: 'STUDENT' };
    expect(await register(first, ada.email, password)).toEqual({ data: { registerStudent: { user: ada } } });
    await endsCompletely(first, 'SIGTERM');
    expect(await first.exited).toBe(0);

    const second = await startGateway(env, program);
    expect(second.output()).not.toContain('Compiling');
    expect(await signIn(second, ada.email, password)).toEqual({ data: { login: { user: ada } } });
    await endsCompletely(second, 'SIGKILL');
    await removeSharedState(second.output());
  },
);

/** Root's PostgreSQL data of a closed folder live outside of it; the banner says where. */
async function removeSharedState(output: string): Promise<void> {
  const folder = /\/var\/lib\/stms-gateway\/[0-9a-f]+/.exec(output)?.[0];
  if (folder) await rm(folder, { recursive: true });
}

/** The data of the tests below, which need not begin with nothing. */
let env: { DATA_DIR: string };
beforeAll(async () => {
  env = { DATA_DIR: await newDataDir() };
});

test('killed while PostgreSQL is being made, it leaves nothing that stops the next start', async () => {
  const program = startProgram({ PORT: '0', ...env }, START);
  await eventually(() => program.output().includes('Creating a PostgreSQL'));
  const family = descendantsOf(program.pid);
  program.signal('SIGKILL');
  await program.exited;
  await eventually(() => stillRunning(family).length === 0);

  await endsCompletely(await startGateway(env, START), 'SIGINT');
});

/** One sentence for the person at the terminal: nothing of the program's inside, nothing else. */
const SENTENCE = /^[A-Z][^\n]*\.$/;
const lastLine = (output: string) => output.trim().split('\n').at(-1);

test('a taken port is one clear sentence', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  const program = startProgram({ PORT: String(port), ...env }, START);
  try {
    expect(await program.exited).toEqual(expect.any(Number));
    expect(await program.exited).not.toBe(0);
    expect(program.output()).not.toMatch(/^\s+at /m);
    expect(lastLine(program.output())).toMatch(SENTENCE);
    expect(lastLine(program.output())).toContain(String(port));
  } finally {
    holder.close();
  }
});

async function npmStart(settings: { DATA_DIR: string }): Promise<TestGateway> {
  return startGateway({ HOME: await freshHome({ name: 'mine' }), ...settings }, { args: [await npmFile(), 'start'] });
}

test('a second start on the same data is one clear sentence; the first goes on, and ends with the npm that started it', async () => {
  const gateway = await npmStart(env);
  const second = startProgram({ PORT: '0', ...env }, START);
  expect(await second.exited).toBe(69);
  expect(second.output()).not.toMatch(/^\s+at /m);
  expect(lastLine(second.output())).toMatch(SENTENCE);
  expect(lastLine(second.output())).toContain('Another gateway');

  expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
  await endsCompletely(gateway, 'SIGTERM');
});

test('npm is killed, and what it started drains and ends', async () => {
  const gateway = await npmStart({ DATA_DIR: await newDataDir() });
  await endsCompletely(gateway, 'SIGKILL');
  expect(gateway.output()).toContain('"msg":"drained"');
});

test('without Redis and a way to install it, one sentence says what to type', async () => {
  const folder = await temporaryFolder();
  await symlink('/usr/bin/id', path.join(folder, 'id')); // all that a start needs of the PATH
  const program = startProgram({ PATH: folder, ...env }, START);
  expect(await program.exited).toBe(69);
  expect(program.output()).not.toMatch(/^\s+at /m);
  expect(lastLine(program.output())).toMatch(/^Redis is missing: .*\.$/);
});
