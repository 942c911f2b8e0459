import { setTimeout as sleep } from 'node:timers/promises';
import { hashPassword } from '../features/account/password';
import { connectDatabase, type Database } from '../platform/database/database';
import { StartError } from '../platform/embedded/start-error';
import { isUnavailable } from '../platform/errors/app-error';
import type { Logger } from '../platform/logging/logger';
import type { DemoLogin } from '../shared/demo';
import { FEATURES } from './features';
import type { ReadyConfig } from './ready-config';

/** Requests give up on a slow database at once. At startup, waiting is better. Milliseconds. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 500;

/** One account of each role. Their passwords are public, so demo data are for one's own machine only. */
export const DEMO_LOGINS: readonly DemoLogin[] = FEATURES.flatMap(({ demo }) => demo?.login ?? []);

/**
 * Loads the demo data of every feature into a migrated database. @returns the demo accounts
 *
 * @throws StartError if the database does not answer in time
 */
export async function loadDemo(
  config: ReadyConfig,
  say: (line: string) => void,
  logger: Logger,
): Promise<readonly DemoLogin[]> {
  const database = connectDatabase({ url: config.database.url, poolSize: 2, logger });
  const end = Date.now() + PATIENCE_MS;
  try {
    for (;;) {
      try {
        await loadDemoData(database, config.timeZone, say);
        return DEMO_LOGINS;
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        if (Date.now() > end) {
          const reason = database.reason() ?? 'it is too slow';
          throw new StartError(`The demo data could not be loaded: PostgreSQL: ${reason}`);
        }
        await sleep(PAUSE_MS);
      }
    }
  } finally {
    await database.close();
  }
}

/** Each feature's after those it uses, whose rows it may refer to. */
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
