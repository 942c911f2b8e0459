import { setTimeout as sleep } from 'node:timers/promises';
import { hashPassword } from '../features/account/password';
import { connectDatabase, type Database } from '../platform/database/database';
import { StartError } from '../platform/embedded/start-error';
import { isUnavailable } from '../platform/errors/app-error';
import type { Logger } from '../platform/logging/logger';
import { FEATURES } from './features';

/** Requests give up on a slow database at once. Here waiting is better. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 500;

/**
 * Loads the demo data of every feature into a migrated database, however slow it is.
 *
 * @param timeZone IANA zone of the demo dates
 * @throws StartError if the database does not answer in time
 */
export async function loadDemo(
  url: string,
  timeZone: string,
  say: (line: string) => void,
  logger: Logger,
): Promise<void> {
  const database = connectDatabase({ url, poolSize: 2, logger });
  const end = Date.now() + PATIENCE_MS;
  try {
    for (;;) {
      try {
        return await loadDemoData(database, timeZone, say);
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        if (Date.now() > end) {
          const reason = database.reason ?? 'it is too slow';
          throw new StartError(`The demo data could not be loaded: PostgreSQL: ${reason}`);
        }
        await sleep(PAUSE_MS);
      }
    }
  } finally {
    await database.close();
  }
}

/** Loads a feature's data after the data of the features that it uses, because its rows may refer to theirs. */
export async function loadDemoData(
  database: Database,
  timeZone: string,
  progress: (line: string) => void,
  now = new Date(),
  hash: (password: string) => Promise<string> = hashPassword,
): Promise<void> {
  const kit = { database, now, timeZone, hashPassword: hash, progress };
  for (const { demo } of FEATURES) await demo?.load(kit);
}
