import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CHECKOUT, startProgram } from '../../support/gateway';
import { temporaryFolder } from '../../support/temporary-folder';

const PROGRAM = `
  const { findRedisServer } = require('${CHECKOUT}/dist/platform/embedded/redis-install');
  findRedisServer((line) => console.log('progress: ' + line)).then(
    (found) => console.log('found: ' + found),
    (error) => console.log(error.name + ' ' + error.exitCode + ': ' + error.message),
  );
`;

const asRoot = process.getuid?.() === 0;
const sudo = asRoot ? '' : 'sudo ';

/** Looks for Redis on a machine that has these programs and no others. */
async function search(programs: Record<string, string>): Promise<{ output: string; folder: string }> {
  const folder = await temporaryFolder();
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(path.join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(path.join(folder, name), 0o755);
  }
  const program = startProgram({ PATH: folder }, { args: ['-e', PROGRAM] });
  await program.exited;
  return { output: program.output().trim(), folder };
}

test.each(['redis-server', 'valkey-server'])('%s on the PATH is taken', async (name) => {
  const { output, folder } = await search({ [name]: '' });
  expect(output).toBe(`found: ${path.join(folder, name)}`);
});

test.each([
  ['brew', 'brew install redis'],
  ['dnf', `${sudo}dnf install -y valkey`],
  ['apk', `${sudo}apk add redis`],
  ['pacman', `${sudo}pacman -S valkey`],
])('where %s is the package manager, one sentence says what to type', async (manager, command) => {
  const { output } = await search({ [manager]: '' });
  expect(output).toBe(`StartError 69: Redis is missing: install it with \`${command}\`, or set REDIS_URL.`);
});

test('without any package manager the sentence names the programs', async () => {
  const { output } = await search({});
  expect(output).toMatch(/^StartError 69: Redis is missing: put redis-server or valkey-server on the PATH.*\.$/);
});

/** Fails until the lists were fetched, as on a fresh Debian image; notes its arguments. */
const APT_GET = `
  folder=\${0%/*}
  echo "$*" >> "$folder/calls"
  [ "$1" = update ] && { : > "$folder/lists"; exit 0; }
  [ -e "$folder/lists" ] || exit 100
  : > "$folder/redis-server"; /bin/chmod 755 "$folder/redis-server"
`;

test('root on Debian gets it installed, other users learn how', async () => {
  const { output, folder } = await search({ 'apt-get': APT_GET });
  if (!asRoot) {
    expect(output).toContain('`sudo apt-get install -y redis-server`');
    return;
  }
  expect(output).toBe(
    `progress: Installing Redis (apt-get install -y redis-server)\nfound: ${path.join(folder, 'redis-server')}`,
  );
  const calls = (await readFile(path.join(folder, 'calls'), 'utf8')).trim().split('\n');
  expect(calls.map((call) => /update|install/.exec(call)?.[0])).toEqual(['install', 'update', 'install']);
});

test('an installation that fails ends in the sentence', async () => {
  const { output } = await search({ 'apt-get': 'exit 100' });
  expect(output).toContain(`Redis is missing: install it with \`${sudo}apt-get install -y redis-server\``);
});
