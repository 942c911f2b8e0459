import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { CHECKOUT, startGateway, type TestGateway } from '../support/gateway';
import { temporaryFolder } from '../support/temporary-folder';

const README = readFileSync(path.join(CHECKOUT, 'README.md'), 'utf8');

/** Commands that other tests run, in a checkout or against servers of their own. */
const RUN_ELSEWHERE: Record<string, string> = {
  'npm ci && npm start': 'test/e2e/start.e2e.test.ts',
  'npm ci && npm test': 'this run',
  'npm ci && npm run build': 'test/e2e/build.e2e.test.ts',
  'npm run db:migrate': 'test/platform/database/migrate.test.ts',
  'node dist/main.js': 'test/support/gateway.ts',
};

/** The shell blocks, each with its comments and the breaks of its lines removed. */
const blocks = [...README.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text.replace(/ +# .*$/gm, ''));
const isCalling = (block: string) => block.includes('curl');

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ DATA_DIR: await temporaryFolder() }, { args: ['scripts/start.mjs'] });
});
afterAll(() => gateway.stop());

/** In one shell, as if they were pasted one after the other. */
async function paste(text: string): Promise<string> {
  const script = text.replaceAll('http://localhost:4000', gateway.url);
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { timeout: 30_000 });
  return stdout;
}

it('has no command that is not run', () => {
  const commands = blocks.filter((block) => !isCalling(block)).flatMap((block) => block.trim().split('\n'));
  expect(commands.length).toBeGreaterThan(3);
  expect(commands.filter((command) => !(command.trim() in RUN_ELSEWHERE))).toEqual([]);
});

it('has a first query that is answered, and from the cache when it is asked again', async () => {
  const [query = ''] = blocks.filter(isCalling);
  const ask = query.slice(query.indexOf('curl -si'));
  const [first = '', second = ''] = (await paste(`${query}\necho '=== again'\n${ask}`)).split('=== again');
  expect(first).toContain('"totalCount":');
  expect(first).toMatch(/^x-cache: (HIT|MISS)\r$/m);
  expect(second).toContain('"totalCount":');
  expect(second).toMatch(/^x-cache: HIT\r$/m);
});

it('has a first REST call that is answered', async () => {
  const [query = '', rest = ''] = blocks.filter(isCalling);
  const signingIn = query.slice(0, query.indexOf('curl -si'));
  const answers = await paste(`${signingIn}\n${rest}`);
  const [, login = '', list = ''] = /^(\{.*\})(\[.*\])$/s.exec(answers.trim()) ?? [];
  expect(JSON.parse(login)).toMatchObject({ message: 'Login Successful!', token: expect.any(String) as string });
  expect(JSON.parse(list)).toHaveLength(3);
});

it('leads to files that are there', () => {
  const links = [...README.matchAll(/\]\(([^)#]+)[^)]*\)/g)]
    .map(([, to = '']) => to)
    .filter((to) => !/^https?:/.test(to));
  expect(links.length).toBeGreaterThan(10);
  for (const to of links) expect(() => readFileSync(path.join(CHECKOUT, to), { flag: 'r' })).not.toThrow(/ENOENT/);
});
