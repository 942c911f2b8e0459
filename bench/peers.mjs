import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';

/** Installs the packages of the peers, which the gateway itself does not need, where they are not there yet. */
export async function installPeers() {
  if (existsSync(new URL('node_modules/.package-lock.json', import.meta.url))) return;
  console.error('Installing the servers to compare with into bench/node_modules');
  const npm = spawn('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(npm, 'exit');
  if (code !== 0) throw new Error('The servers to compare with cannot be installed: see above.');
}
