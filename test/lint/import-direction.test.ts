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
    ['src/platform/deadline.ts', "import { x } from '../app/features';"],
    ['src/platform/cache/x.ts', "import { GraphQLError } from 'graphql';"],
    ['src/platform/cache/x.ts', "import { loadConfig } from '../../config/env';"],
    ['src/features/account/x.ts', "import { x } from '../../graphql/schema';"],
    ['src/features/student/x.ts', "import { x } from '../lecture/lecture.service';"],
    ['src/features/account/x.ts', "import { x } from '../session/sign-in.service';"],
    ['src/features/student/x.ts', "import { x } from '../../http/server/server';"],
    ['src/features/student/x.ts', "import { x } from '../../app/features';"],
    ['src/features/student/x.ts', "import { Authorized } from 'type-graphql';"],
    ['src/graphql/x.ts', "import { x } from '../operations/execute';"],
    ['src/graphql/x.ts', "import { x } from '../http/server/server';"],
    ['src/operations/x.ts', "import { x } from '../http/server/server';"],
    ['src/access/x.ts', "import { x } from '../features/account/account.cache';"],
    ['src/shared/x.ts', "import { x } from '../features/account/account.cache';"],
    ['src/shared/x.ts', "import { x } from '../access/token';"],
    ['src/jobs/x.ts', "import { x } from '../graphql/schema';"],
    ['src/http/rest/x.ts', "import { x } from '../../jobs/scheduler';"],
    ['src/http/x.ts', "import { x } from '../app/features';"],
    ['src/config/x.ts', "import { x } from '../shared/role';"],
    ['src/config/x.ts', "import { x } from '../platform/deadline';"],
    ['src/http/x.ts', "import { env } from 'node:process';"],
    ['src/http/x.ts', 'export const port = process.env.PORT;', 'no-restricted-properties'],
    ['src/main.ts', 'export const { env } = process;', 'no-restricted-properties'],
  ];
  const expected = forbidden.map(([, , rule]) => [rule ?? IMPORT]);
  expect(await brokenRules(forbidden.map(([file, code]) => [file, code]))).toEqual(expected);
});

test('imports along the direction are not', async () => {
  const allowed: [string, string][] = [
    ['src/main.ts', "import { x } from './app/create-app';"],
    ['src/app/x.ts', "import { x } from '../http/server/server';"],
    ['src/commands/x.ts', "import { x } from '../app/features';"],
    ['src/http/rest/x.ts', "import { x } from '../../operations/execute';"],
    ['src/operations/x.ts', "import { x } from '../graphql/schema';"],
    ['src/jobs/x.ts', "import { x } from '../shared/feature';"],
    ['src/features/lecture/x.ts', "import { x } from '../trainer/trainer.cache';"],
    ['src/features/session/x.ts', "import { x } from '../account/password';"],
    ['src/features/account/x.ts', "import { x } from '../../platform/cache/cache';"],
    ['src/platform/embedded/x.ts', "import type { Config } from '../../config/config';"],
    ['src/config/env.ts', 'export const port = process.env.PORT;'],
    ['test/x.test.ts', "import { x } from '../src/http/server';"],
  ];
  expect(await brokenRules(allowed)).toEqual(allowed.map(() => []));
});
