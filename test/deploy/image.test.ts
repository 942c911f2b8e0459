import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../support/temporary-folder';
import { CHECKOUT, read } from './files';

/** The Dockerfile: what it is made of, who runs it, how it ends. That its steps make an image, CI sees on a machine with Docker. */

/** Its instructions, continued lines joined. */
const instructions = read('Dockerfile')
  .replace(/\\\n/g, '')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => ({ name: line.slice(0, line.indexOf(' ')), text: line.slice(line.indexOf(' ') + 1).trim() }));

const textsOf = (name: string) => instructions.filter((one) => one.name === name).map(({ text }) => text);
const lastStage = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));
const inLastStage = (name: string) => lastStage.filter((one) => one.name === name).map(({ text }) => text);

test('every stage starts from the same Node, which is one that package.json takes', () => {
  const bases = new Set(textsOf('FROM').map((text) => text.split(' ')[0]));
  expect([...bases]).toEqual(['node:20-bookworm-slim']);
  expect((JSON.parse(read('package.json')) as { engines: { node: string } }).engines.node).toMatch(/^>=20\./);
});

test('it runs as somebody who is not root, by number, from files that are root’s', () => {
  expect(inLastStage('USER')).toEqual(['1000:1000']);
  expect(inLastStage('COPY').filter((text) => text.includes('--chown'))).toEqual([]);
  expect(inLastStage('RUN')).toEqual([]);
});

test('node itself receives the stop signal: no shell in between', () => {
  expect(JSON.parse(inLastStage('CMD')[0] ?? '')).toEqual(['node', 'dist/main.js']);
  expect(inLastStage('ENTRYPOINT')).toEqual([]);
  expect(inLastStage('HEALTHCHECK')[0]).toMatch(/CMD \["node", "probe\.mjs", "\/livez"\]$/);
});

test('npm start gives node the same flags as the image', () => {
  const { start } = (JSON.parse(read('package.json')) as { scripts: { start: string } }).scripts;
  expect(start.split(' ').filter((word) => word.startsWith('--'))).toEqual([]);
});

test('it holds no tools, no embedded PostgreSQL and no secret', () => {
  const packages = textsOf('RUN').filter((text) => text.startsWith('npm ci'));
  expect(packages).toHaveLength(2);
  expect(packages[1]).toContain('--omit=dev --omit=optional');
  const binary = '/app/node_modules/@node-rs node_modules/@node-rs';
  expect(inLastStage('COPY')).toContain(`--from=build ${binary}`);
  expect(packages.filter((text) => !text.includes('--ignore-scripts'))).toEqual([]);
  expect(textsOf('ENV')).toEqual(['NODE_ENV=production']);
  expect(textsOf('ARG')).toEqual([]);
});

test('what it removes from Prisma’s client is not what the gateway loads', async () => {
  const runtime = '@prisma/client/runtime';
  const folder = await temporaryFolder();
  await cp(path.join(CHECKOUT, 'node_modules', runtime), path.join(folder, 'node_modules', runtime), {
    recursive: true,
  });
  const removal = textsOf('RUN').find((text) => text.startsWith('find ')) ?? '';
  await promisify(execFile)('sh', ['-c', removal], { cwd: folder });
  const client = read('dist/platform/database/generated/internal/class.js');
  const loaded = [...client.matchAll(/import\("(@prisma\/client\/runtime\/[^"]+)"\)/g)].map(([, file = '']) => file);
  expect(loaded).toHaveLength(2);
  expect(loaded.filter((file) => !existsSync(path.join(folder, 'node_modules', file)))).toEqual([]);
});

/** Whether .dockerignore lets a path into the build: the last pattern that matches decides. */
function isLetIn(file: string): boolean {
  let letIn = true;
  for (const line of read('.dockerignore').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const pattern = line.replace(/^!/, '');
    const matcher = new RegExp(`^${pattern.replace(/\./g, '\\.').replace(/\*/g, '[^/]*')}(/|$)`);
    if (matcher.test(file)) letIn = line.startsWith('!');
  }
  return letIn;
}

test('what it copies is there, and comes through .dockerignore; what is private does not', () => {
  const copied = textsOf('COPY').filter((text) => !text.startsWith('--from'));
  const files = copied.flatMap((text) => text.split(' ').slice(0, -1)).filter((file) => file !== '.');
  expect(files).toContain('prisma/migrations');
  expect(files.filter((file) => !existsSync(path.join(CHECKOUT, file)) || !isLetIn(file))).toEqual([]);
  const built = ['src/main.ts', 'scripts/build.mjs', 'tsconfig.build.json', 'prisma/schema.prisma', 'prisma.config.ts'];
  expect(built.filter((file) => !isLetIn(file))).toEqual([]);
  const kept = [
    '.env',
    '.git/config',
    '.data/jwt-secret',
    'node_modules/x',
    'test/x',
    'docs/operations.md',
    'dist/main.js',
  ];
  expect(kept.filter(isLetIn)).toEqual([]);
});
