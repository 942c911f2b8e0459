import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { prepareDataFolder } from './data-folder';

/** In the data folder: the address of the private Redis of the gateway that runs here, for commands to find it. */
const noteIn = (folder: string) => path.join(folder, 'redis-url');

export async function noteEmbeddedRedis(dataDir: string, url: string): Promise<void> {
  const { path: folder } = await prepareDataFolder(dataDir);
  await writeFile(noteIn(folder), `${url}\n`, { mode: 0o600 });
}

/**
 * Creates no data folder: the container of a command may be read-only.
 *
 * @returns undefined if none runs; a gateway that was killed leaves its note behind, but no server
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
