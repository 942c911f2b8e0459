import { startProgram } from '../support/gateway';

/** Lints one line of code as if it stood in each file; prints the rules it breaks, a list for each. */
const PROGRAM = `
  import { ESLint } from 'eslint';
  import tseslint from 'typescript-eslint';
  const eslint = new ESLint({ overrideConfig: tseslint.configs.disableTypeChecked });
  const rules = [];
  for (const [filePath, code] of JSON.parse(process.argv[1])) {
    const [{ messages }] = await eslint.lintText(code, { filePath });
    rules.push(messages.map(({ ruleId }) => ruleId).filter((rule) => !rule?.endsWith('no-unused-vars')));
  }
  console.log(JSON.stringify(rules));
`;

async function brokenRules(cases: [file: string, code: string][]): Promise<unknown> {
  const args = ['--input-type=module', '-e', PROGRAM, JSON.stringify(cases)];
  const program = startProgram({}, { args });
  await program.exited;
  return JSON.parse(program.output());
}

const IMPORT = '@typescript-eslint/no-restricted-imports';

test('imports against the direction, and reading the environment, are errors', async () => {
  const forbidden: [string, string, rule?: string][] = [
    ['src/platform/cache/x.ts', "import { x } from '../../features/student/student.service';"],
    ['src/platform/deadline.ts', "import { x } from '../app';"],
    ['src/platform/cache/x.ts', "import { GraphQLError } from 'graphql';"],
    ['src/platform/cache/x.ts', "import { loadConfig } from '../../config/env';"],
    ['src/features/auth/x.ts', "import { x } from '../../graphql/context';"],
    ['src/features/student/x.ts', "import { x } from '../lecture/lecture.service';"],
    ['src/features/trainer/x.ts', "import { x } from '../auth/token';"],
    ['src/features/student/x.ts', "import { x } from '../../http/server';"],
    ['src/graphql/x.ts', "import { x } from '../replay/plan';"],
    ['src/graphql/x.ts', "import { x } from '../http/server';"],
    ['src/replay/x.ts', "import { x } from '../http/server';"],
    ['src/jobs/x.ts', "import { x } from '../graphql/schema';"],
    ['src/http/legacy/x.ts', "import { x } from '../../jobs/scheduler';"],
    ['src/http/x.ts', "import { x } from '../app';"],
    ['src/config/x.ts', "import { x } from '../features/user/role';"],
    ['src/http/x.ts', "import { env } from 'node:process';"],
    ['src/http/x.ts', 'export const port = process.env.PORT;', 'no-restricted-properties'],
    ['src/main.ts', 'export const { env } = process;', 'no-restricted-properties'],
  ];
  const expected = forbidden.map(([, , rule]) => [rule ?? IMPORT]);
  expect(await brokenRules(forbidden.map(([file, code]) => [file, code]))).toEqual(expected);
});

test('imports along the direction are not', async () => {
  const allowed: [string, string][] = [
    ['src/main.ts', "import { x } from './app';"],
    ['src/app.ts', "import { x } from './http/server';"],
    ['src/http/legacy/x.ts', "import { x } from '../../replay/replay';"],
    ['src/http/legacy/x.ts', "import { x } from '../graphql.route';"],
    ['src/replay/x.ts', "import { x } from '../graphql/context';"],
    ['src/jobs/x.ts', "import { x } from '../features/lecture/lecture.cache';"],
    ['src/features/lecture/x.ts', "import { x } from '../trainer/trainer.loader';"],
    ['src/features/auth/x.ts', "import { x } from '../student/student.service';"],
    ['src/features/auth/x.ts', "import { x } from '../../platform/cache/cache';"],
    ['src/platform/embedded/x.ts', "import type { Config } from '../../config/config';"],
    ['src/config/env.ts', 'export const port = process.env.PORT;'],
    ['test/x.test.ts', "import { x } from '../src/http/server';"],
  ];
  expect(await brokenRules(allowed)).toEqual(allowed.map(() => []));
});
