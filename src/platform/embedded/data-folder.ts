import { createHash } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { access, chmod, chown, mkdir, mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { canEnter, serverUser, type ServerUser } from './server-user';
import { StartError } from './start-error';

/** Where root keeps PostgreSQL's files if the server's user cannot reach the data folder. */
const SHARED_STATE = '/var/lib/stms-gateway';

/** `sun_path` holds 104 bytes on macOS and 108 on Linux; the longest name below a socket folder has 20. */
const LONGEST_SOCKET_PARENT = 70;

export interface DataFolder {
  /** An absolute path. The folder belongs to the user who starts the gateway. */
  path: string;
  /** Where PostgreSQL's data, log and, if need be, binaries live: `path`, or a folder its user can reach. */
  postgresHome: string;
  postgresUser: ServerUser;
}

/**
 * Creates the data folder (absolute or relative to the working directory) and chooses a folder for PostgreSQL.
 *
 * Root starts the server as another user, who may not be able to reach a checkout below, for example, /root (mode 0700).
 * Then PostgreSQL's files are in /var/lib/stms-gateway, in a folder named after the data folder's path, so that the next
 * start finds them.
 * @throws StartError if the folder belongs to another user
 */
export async function prepareDataFolder(dataDir: string): Promise<DataFolder> {
  const folder = path.resolve(dataDir);
  await makeFolder(folder);
  const user = await serverUser(path.join(folder, 'postgres'));
  if (await canEnter(user, folder)) return { path: folder, postgresHome: folder, postgresUser: user };
  if (existsSync(path.join(folder, 'postgres'))) {
    throw new StartError(
      `User ${user.name}, whose data are in ${folder}, can no longer reach it: chmod o+x its parents.`,
    );
  }

  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const home = path.join(SHARED_STATE, name);
  await makeFolder(home);
  const owner = await serverUser(path.join(home, 'postgres'));
  if (await canEnter(owner, home)) return { path: folder, postgresHome: home, postgresUser: owner };
  throw new StartError(`User ${owner.name} can reach neither ${folder} nor ${home}: set DATA_DIR or DATABASE_URL.`);
}

/** A new private folder with a short name, for a server's unix socket. The caller must remove it. */
export async function makeSocketFolder(user: ServerUser): Promise<string> {
  for (const parent of ['/tmp', tmpdir()]) {
    if (Buffer.byteLength(parent) > LONGEST_SOCKET_PARENT || !(await canEnter(user, parent))) continue;
    const folder = await mkdtemp(path.join(parent, 'stms-')).catch(() => undefined);
    if (!folder) continue;
    await giveTo(user, folder);
    return folder;
  }
  throw new StartError('No folder for a socket is writable: make /tmp writable, or set DATABASE_URL and REDIS_URL.');
}

/** Makes the server's user the owner of a file or folder, but not of its content. */
export async function giveTo(user: ServerUser, file: string): Promise<void> {
  if (user.uid !== undefined && user.gid !== undefined) await chown(file, user.uid, user.gid);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    const made = await mkdir(folder, { recursive: true });
    if (made) await setFolderModes(made, folder);
    await access(folder, constants.W_OK | constants.X_OK);
  } catch {
    throw new StartError(`The data folder ${folder} is not writable: change its owner, or set DATA_DIR.`);
  }
  const data = await stat(path.join(folder, 'postgres')).catch(() => undefined);
  const self = process.getuid?.();
  if (data && self !== 0 && data.uid !== self) {
    throw new StartError(`The data in ${folder} belongs to another user: start as that user, or set DATA_DIR.`);
  }
}

/**
 * Independent of the umask: under root, other users may traverse new folders to reach their own files, but not list them.
 */
async function setFolderModes(first: string, last: string): Promise<void> {
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  for (let folder = last; folder.length >= first.length; folder = path.dirname(folder)) await chmod(folder, mode);
}
