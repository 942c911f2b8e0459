import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { prepareDataFolder } from './data-folder';

/** A file in the data folder with the URL of the running gateway's embedded Redis, for commands. */
const noteIn = (folder: string) => path.join(folder, 'redis-url');

export async function noteEmbeddedRedis(dataDir: string, url: string): Promise<void> {
  const { path: folder } = await prepareDataFolder(dataDir);
  await writeFile(noteIn(folder), `${url}\n`, { mode: 0o600 });
}

/**
 * The URL of the running gateway's embedded Redis. Creates no data folder, because a command's container may be read-only.
 *
 * @returns undefined if none runs; a killed gateway leaves the file behind, but no server
 */
export async function runningEmbeddedRedis(dataDir: string): Promise<string | undefined> {
  const url = (await readFile(noteIn(path.resolve(dataDir)), 'utf8').catch(() => '')).trim();
  return url && (await isListening(url.slice('unix://'.length))) ? url : undefined;
}

async function isListening(socket: string): Promise<boolean> {
  const connection = connect(socket);
  try {
    await once(connection, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    connection.destroy();
  }
}
