import { execFile } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { CHECKOUT } from '../support/gateway';
import { npmFile } from '../support/npm';
import { temporaryFolder } from '../support/temporary-folder';

const run = promisify(execFile);
const PRODUCTION = { PATH: process.env['PATH'], NODE_ENV: 'production' };

/* The README builds with `npm ci && npm run build`, also where NODE_ENV=production is set for all that runs. */

it.each([
  [[], 'npm installs what building needs', ''],
  [['--omit=dev'], 'npm leaves it out if asked to', 'dev'],
])('with NODE_ENV=production and %j, %s', async (options, _what, omitted) => {
  const npm = [await npmFile(), 'config', 'get', 'omit', ...options];
  const { stdout, stderr } = await run(process.execPath, npm, { cwd: CHECKOUT, env: PRODUCTION });
  expect([stdout.trim(), stderr]).toEqual([omitted, '']);
});

describe('without the development packages', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await temporaryFolder();
    await cp(path.join(CHECKOUT, 'scripts'), path.join(folder, 'scripts'), { recursive: true });
    for (const file of ['package.json', 'package-lock.json', '.env.example'])
      await cp(path.join(CHECKOUT, file), path.join(folder, file));
  });

  const complaint = async (...args: string[]) => {
    const failed = await run(process.execPath, args, { cwd: folder, env: PRODUCTION }).then(
      () => ({ code: 0, stderr: '' }),
      ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
    );
    return {
      code: failed.code,
      last: failed.stderr.trim().split('\n').at(-1),
      hasStack: /^ {4}at /m.test(failed.stderr),
    };
  };

  it('npm test says in one sentence what is missing', async () => {
    expect(await complaint('scripts/test.mjs')).toEqual({
      code: 1,
      last: 'The tests need the development packages, and they are not installed: run npm ci --include=dev.',
      hasStack: false,
    });
  });

  it.each([['build.mjs', '--force'], ['start.mjs'], ['run.mjs', 'db-migrate']])(
    '%s does too',
    async (script, ...args) => {
      await mkdir(path.join(folder, 'src'), { recursive: true });
      const answer = await complaint(`scripts/${script}`, ...args);
      expect(answer).toEqual({
        code: 1,
        last: expect.stringMatching(/run npm ci --include=dev, then npm run build\.$/),
        hasStack: false,
      });
    },
  );
});
