import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { StartError } from './start-error';

const run = promisify(execFile);

/** The command that installs Redis, by package manager. Fedora and Arch ship its successor, Valkey. */
const INSTALL_COMMANDS = {
  'apt-get': 'apt-get install -y redis-server',
  brew: 'brew install redis',
  dnf: 'dnf install -y valkey',
  apk: 'apk add redis',
  pacman: 'pacman -S valkey',
} as const;

/**
 * The path of a Redis server program. Root on Debian or Ubuntu gets one installed if there is none.
 * @param progress takes one line before something is installed
 * @throws StartError that says how to install one, if there is none and the gateway cannot install it
 */
export async function findRedisServer(progress: (line: string) => void): Promise<string> {
  return (await installed()) ?? (await install(progress)) ?? explain();
}

async function installed(): Promise<string | undefined> {
  return (await onPath('redis-server')) ?? (await onPath('valkey-server'));
}

async function onPath(program: string): Promise<string | undefined> {
  return run('/bin/sh', ['-c', 'command -v "$0"', program]).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}

async function install(progress: (line: string) => void): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !(await onPath('apt-get'))) return undefined;
  progress(`Installing Redis (${INSTALL_COMMANDS['apt-get']})`);
  const failed = await aptGetInstall()
    .catch(() => run('apt-get', ['update']).then(aptGetInstall))
    .then(
      () => false,
      () => true,
    );
  return failed ? undefined : installed();
}

/** Debian also starts a service. The embedded server has no port and its own socket, so they do not conflict. */
const aptGetInstall = () =>
  run('/bin/sh', [
    '-c',
    'DEBIAN_FRONTEND=noninteractive exec apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends redis-server',
  ]);

async function explain(): Promise<never> {
  for (const [manager, command] of Object.entries(INSTALL_COMMANDS)) {
    if (!(await onPath(manager))) continue;
    const sudo = manager === 'brew' || process.getuid?.() === 0 ? '' : 'sudo ';
    throw new StartError(`Redis is missing: install it with \`${sudo}${command}\`, or set REDIS_URL.`);
  }
  throw new StartError('Redis is missing: put redis-server or valkey-server on the PATH, or set REDIS_URL.');
}
