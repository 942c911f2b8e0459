import { execFile } from 'node:child_process';
import { chmod, chown, cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { CHECKOUT } from './gateway';
import { temporaryFolder } from './temporary-folder';

const run = promisify(execFile);

/** What is large or nobody needs. */
const LEFT_OUT = [
  ...['.git', '.data', 'coverage', 'node_modules'],
  ...['bench/node_modules', 'examples/portal/node_modules', 'examples/portal/dist'],
];
const BUILT = ['dist', 'src/platform/database/generated'];

/** A user of this machine, as `spawn` takes it; without ids, whoever runs the tests. */
export interface User {
  name: string;
  uid?: number;
  gid?: number;
}

/** The users that a start must work for: under root that is root, and one who may do nothing. */
export function usersOfThisMachine(): User[] {
  return process.getuid?.() === 0
    ? [{ name: 'root' }, { name: 'nobody', uid: 65_534, gid: 65_534 }]
    : [{ name: 'a plain user' }];
}

/**
 * A checkout as after `npm ci`, nothing built unless it is asked for, that belongs to `user`, in a folder that nobody else can
 * enter. Its node_modules shares its files with ours, and cannot be written to by plain users.
 */
export async function copyCheckout(user: User, { isBuilt = false } = {}): Promise<string> {
  const closed = path.join(await temporaryFolder(), 'closed');
  const copy = path.join(closed, 'checkout');
  const leftOut = new Set(isBuilt ? LEFT_OUT : [...LEFT_OUT, ...BUILT]);
  const filter = (source: string) => !leftOut.has(path.relative(CHECKOUT, source));
  await cp(CHECKOUT, copy, { recursive: true, filter });
  await giveAll(closed, user);

  const modules = path.join(CHECKOUT, 'node_modules');
  // Hard links where the system has them: the copy of some 30,000 files takes a second instead of ten.
  await run('cp', ['-al', modules, copy]).catch(() => run('cp', ['-R', modules, copy]));
  if (user.uid !== undefined && user.gid !== undefined)
    await chown(path.join(copy, 'node_modules'), user.uid, user.gid);
  await chmod(closed, 0o700);
  return copy;
}

/** A new home folder of that user. */
export async function freshHome(user: User): Promise<string> {
  const home = path.join(await temporaryFolder(), 'home');
  await mkdir(home);
  await giveAll(home, user);
  return home;
}

async function giveAll(folder: string, { uid, gid }: User): Promise<void> {
  if (uid !== undefined) await run('chown', ['-R', `${uid}:${gid}`, folder]);
}
