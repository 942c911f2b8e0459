import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { complaint } from './complaint';
import { giveTo } from './data-folder';
import { startGuarded } from './guard';
import type { PostgresBinaries } from './postgres-binaries';
import type { ServerUser } from './server-user';
import { StartError } from './start-error';

/** From this version, PostgreSQL has a built-in locale with upper and lower case of every script. */
const BUILTIN_LOCALE_SINCE = 17;

interface Cluster {
  /** The folder that becomes PostgreSQL's data. */
  data: string;
  binaries: PostgresBinaries;
  user: ServerUser;
  /** Whether it should survive a power failure. */
  durable: boolean;
}

/**
 * Creates PostgreSQL's data folder under another name, and renames it when it is complete. So neither a killed start nor two
 * first starts at once leave a broken folder.
 *
 * @throws StartError with what initdb complained about
 */
export async function createCluster({ data, binaries, user, durable }: Cluster): Promise<void> {
  const draft = await mkdtemp(`${data}.new-`);
  await giveTo(user, draft);
  const initdb = await startGuarded({
    command: path.join(binaries.bin, 'initdb'),
    args: [
      ...[`--pgdata=${draft}`, '--username=postgres', '--auth=trust', '--encoding=UTF8', '--no-instructions'],
      // The order of text is that of code points everywhere; matching without regard to case works beyond ASCII.
      ...(binaries.majorVersion >= BUILTIN_LOCALE_SINCE
        ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
        : ['--locale=C.UTF-8']),
      ...(durable ? [] : ['--no-sync']),
    ],
    user,
    stopSignal: 'INT',
  });
  const failed = (await initdb.exited) !== 0;
  if (!failed && (await renamed(draft, data))) return;

  await rm(draft, { recursive: true, force: true });
  if (existsSync(data)) return; // another start was faster, and its data are whole
  throw new StartError(`PostgreSQL's data cannot be created in ${data}: ${complaint(initdb.output())}.`);
}

/**
 * Removes leftovers of killed starts. Only the process that runs the server on `data` may do this. A start that has just
 * lost the race for `data` may still write to its draft. Then the removal fails, and that start removes its own files.
 */
export async function removeDrafts(data: string): Promise<void> {
  const parent = path.dirname(data);
  const drafts = (await readdir(parent)).filter((name) => name.startsWith(`${path.basename(data)}.new-`));
  await Promise.allSettled(drafts.map((name) => rm(path.join(parent, name), { recursive: true, force: true })));
}

const renamed = (from: string, to: string): Promise<boolean> =>
  rename(from, to).then(
    () => true,
    () => false,
  );
