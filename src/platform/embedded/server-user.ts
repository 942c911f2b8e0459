import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import { StartError } from './start-error';

const run = promisify(execFile);

/** The user that runs the database servers. Without `uid` it is the user who started the gateway. */
export interface ServerUser {
  name: string;
  uid?: number;
  gid?: number;
}

/**
 * PostgreSQL refuses to run as root. So root runs it as the owner of existing data, else as the system user `postgres`, else
 * as `nobody`.
 * @param dataFolder PostgreSQL's data, which need not exist yet
 * @throws StartError if root finds no other user
 */
export async function serverUser(dataFolder: string): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return currentUser();

  const owner = await stat(dataFolder).catch(() => undefined);
  if (owner && owner.uid !== 0) return { name: String(owner.uid), uid: owner.uid, gid: owner.gid };

  for (const name of ['postgres', 'nobody']) {
    const ids = await idsOf(name);
    if (ids) return { name, ...ids };
  }
  throw new StartError('PostgreSQL refuses to run as root: start the gateway as another user, or set DATABASE_URL.');
}

/** The user who started the gateway. */
export function currentUser(): ServerUser {
  try {
    return { name: userInfo().username };
  } catch {
    return { name: String(process.getuid?.()) }; // a container's numeric user has no name
  }
}

/** Whether that user can enter the folder. The kernel decides, which includes parent folders and ACLs. */
export async function canEnter(user: ServerUser, folder: string): Promise<boolean> {
  const attempt = run('/bin/sh', ['-c', 'cd "$0"', folder], { cwd: '/', uid: user.uid, gid: user.gid });
  return attempt.then(
    () => true,
    () => false,
  );
}

async function idsOf(name: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}
