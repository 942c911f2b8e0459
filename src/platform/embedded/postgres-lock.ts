import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The process that runs PostgreSQL on some data. */
export interface LockHolder {
  pid: number;
  /** It is shutting down, so waiting for it makes sense. */
  stopping: boolean;
}

/**
 * Reads `postmaster.pid`, PostgreSQL's own lock. After a SIGKILL or a power failure, another program may have the same
 * process id, most often in a container. PostgreSQL would then refuse every start, so such a lock is removed.
 * @param data PostgreSQL's data folder
 * @returns undefined if no PostgreSQL runs on the data
 */
export async function lockHolder(data: string): Promise<LockHolder | undefined> {
  const file = path.join(data, 'postmaster.pid');
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;

  const command = await commandOf(pid);
  if (command === 'postgres') return { pid, stopping: lines[STATUS_LINE]?.trim() === 'stopping' };
  await rm(file, { force: true });
  return undefined;
}

/** Eighth line of the file, LOCK_FILE_LINE_PM_STATUS in PostgreSQL's pidfile.h. */
const STATUS_LINE = 7;

/** Name of a running program, or undefined; by `ps` on systems without /proc. */
async function commandOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    return readFile(`/proc/${pid}/comm`, 'utf8').then(
      (name) => name.trim(),
      () => undefined,
    );
  }
  return run('ps', ['-p', String(pid), '-o', 'comm=']).then(
    ({ stdout }) => path.basename(stdout.trim()),
    () => undefined,
  );
}
