import { appendFile, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { copyCheckout } from '../support/checkout-copy';
import { eventually } from '../support/eventually';
import { startProgram, type TestProgram } from '../support/gateway';

jest.setTimeout(240_000);

let checkout: string;
const file = (name: string) => path.join(checkout, name);
const build = (...options: string[]): TestProgram =>
  startProgram({}, { args: ['scripts/build.mjs', ...options], cwd: checkout });

async function succeeds(program: TestProgram): Promise<string> {
  expect([await program.exited, program.output()]).toEqual([0, expect.any(String)]);
  return program.output();
}

beforeAll(async () => {
  checkout = await copyCheckout({ name: 'whoever runs the tests' });
});

test('two builds at once do not disturb each other', async () => {
  const [one, other] = [build(), build()];
  const outputs = await Promise.all([succeeds(one), succeeds(other)]);
  expect(outputs.filter((output) => output.includes('Compiling'))).toHaveLength(1);
  expect(outputs.filter((output) => output.includes('Waiting for the build'))).toHaveLength(1);
  expect(await readdir(file('dist'))).toEqual(expect.arrayContaining(['main.js', 'http', '.sources']));
});

test('an unchanged build is not repeated', async () => {
  expect(await succeeds(build())).toBe('');
});

test('a build that fails says why, and keeps the last good one', async () => {
  const good = await readFile(file('src/app/version.ts'), 'utf8');
  const fingerprint = await readFile(file('dist/.sources'), 'utf8');
  await writeFile(file('src/app/version.ts'), 'export const = ;');
  const failing = build();
  expect(await failing.exited).toBe(1);
  expect(failing.output()).toMatch(/src\/app\/version\.ts\(1,14\): error TS/);
  expect(failing.output()).not.toMatch(/^\s+at /m);
  expect(await readFile(file('dist/.sources'), 'utf8')).toBe(fingerprint);
  expect(await readFile(file('dist/app/version.js'), 'utf8')).toContain('VERSION');
  await writeFile(file('src/app/version.ts'), good);
});

test('a source that changed is built, and a build that was killed does not block the next one', async () => {
  await appendFile(file('src/app/version.ts'), '\nexport const CHANGED = true;\n');
  const killed = build();
  await eventually(() => killed.output().includes('Compiling'));
  killed.signal('SIGKILL');
  await killed.exited;
  expect(await succeeds(build())).toContain('Compiling');
  expect(await readFile(file('dist/app/version.js'), 'utf8')).toContain('CHANGED');
  expect((await readdir(checkout)).filter((name) => name.startsWith('dist'))).toEqual(['dist']);
});
