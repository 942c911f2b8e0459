import type { ReadyConfig } from './app';
import { hashPassword } from './features/auth/password';
import { loadDemoData } from './features/demo/demo-data';
import { DEMO_LOGINS, type DemoLogin } from './features/demo/demo-logins';
import { connectDatabase } from './platform/database/database';
import type { Logger } from './platform/logging/logger';

/** Puts the demo data into a migrated database. @returns who may sign in */
export async function loadDemo(
  config: ReadyConfig,
  say: (line: string) => void,
  logger: Logger,
): Promise<readonly DemoLogin[]> {
  const database = connectDatabase({ url: config.database.url, poolSize: 2, logger });
  try {
    await loadDemoData(database, { now: new Date(), timeZone: config.timeZone, hashPassword, progress: say });
    return DEMO_LOGINS;
  } finally {
    await database.close();
  }
}
