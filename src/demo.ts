import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadyConfig } from './app';
import { hashPassword } from './features/auth/password';
import { loadDemoData } from './features/demo/demo-data';
import { DEMO_LOGINS, type DemoLogin } from './features/demo/demo-logins';
import { connectDatabase } from './platform/database/database';
import { AppError } from './platform/errors/app-error';
import { StartError } from './platform/embedded/start-error';
import type { Logger } from './platform/logging/logger';

/** A request gives up on a slow database at once; somebody who starts the gateway would rather wait. Milliseconds. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 500;

/**
 * Puts the demo data into a migrated database. @returns who may sign in
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
        await loadDemoData(database, { now: new Date(), timeZone: config.timeZone, hashPassword, progress: say });
        return DEMO_LOGINS;
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'SERVICE_UNAVAILABLE') throw error;
        if (Date.now() > end)
          throw new StartError(
            `The demo data could not be loaded: PostgreSQL: ${database.reason() ?? 'it is too slow'}`,
          );
        await sleep(PAUSE_MS);
      }
    }
  } finally {
    await database.close();
  }
}
