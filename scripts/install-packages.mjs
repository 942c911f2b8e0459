import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Installs what the lockfile in `folder` names, whatever NODE_ENV says, unless exactly that is installed. Where it fails, npm has said why; this
 * process ends.
 *
 * @param what for the person at the terminal
 */
export async function installPackages(folder, what) {
  const lockfile = readFileSync(path.join(folder, 'package-lock.json'));
  const wanted = createHash('sha256').update(lockfile).digest('hex');
  const mark = path.join(folder, 'node_modules', '.installed');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;

  console.error(`Installing ${what} into ${path.relative(process.cwd(), folder)}/node_modules`);
  const npm = spawn('npm', ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = (signal) => npm.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
  const [code] = await once(npm, 'exit');
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop);
  if (code !== 0) {
    console.error(`${what} cannot be installed: see above.`);
    process.exit(1);
  }
  writeFileSync(mark, wanted);
}
