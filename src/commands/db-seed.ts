// npm run db:seed: loads the demo data into the database, migrated first.
import { loadDemo } from '../app/demo';
import { DEMO_LOGINS } from '../app/features';
import { loadConfig } from '../config/env';
import { migrate } from '../platform/database/migrate';
import { createLogger } from '../platform/logging/logger';
import { say, UsageError } from '../shared/command/command';
import { runCommand } from './command';
import { withDatabaseUrl } from './command-database';

runCommand(async () => {
  const config = loadConfig();
  if (config.environment === 'production' && !config.demoData) {
    throw new UsageError('The demo passwords are public: set DEMO_DATA=true to load them in production all the same.');
  }
  await withDatabaseUrl(config, async (url) => {
    await migrate(url, { log: say });
    await loadDemo(url, config.timeZone, say, createLogger('silent'));
  });
  say(
    'The demo data are loaded. A running gateway shows them when its cached values expire, or at once after: npx stms cache clear --all',
  );
  for (const { role, email, password } of DEMO_LOGINS) say(`  ${role.padEnd(8)} ${email} / ${password}`);
});
