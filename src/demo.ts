import type { ReadyConfig } from './app';
import { hashPassword } from './features/auth/password';
import { loadDemoData } from './features/demo/demo-data';
import { DEMO_LOGINS, type DemoLogin } from './features/demo/demo-logins';
import { connectDatabase } from './platform/database/database';
import { migrate } from './platform/database/migrate';
import type { Logger } from './platform/logging/logger';

/** Brings the gateway's own database up to date. @returns the demo logins, none where demo data are off */
export async function prepareEmbeddedDatabase(
  config: ReadyConfig,
  say: (line: string) => void,
  logger: Logger,
): Promise<readonly DemoLogin[]> {
  await migrate(config.database.url, { log: say });
  if (!config.demoData) return [];
  const database = connectDatabase({ url: config.database.url, poolSize: 2, logger });
  try {
    await loadDemoData(database, { now: new Date(), timeZone: config.timeZone, hashPassword, progress: say });
    return DEMO_LOGINS;
  } finally {
    await database.close();
  }
}
