// npm run db:seed: loads the demo data into the database, migrated first.
import { loadConfig } from '../config/env';
import { hashPassword } from '../features/account/password';
import { loadDemoData } from '../features/demo/demo-data';
import { DEMO_LOGINS } from '../features/demo/demo-logins';
import { migrate } from '../platform/database/migrate';
import { runCommand, say, UsageError } from './command';
import { connected, withDatabaseUrl } from './command-database';

runCommand(async () => {
  const config = loadConfig();
  if (config.environment === 'production' && !config.demoData) {
    throw new UsageError(
      'Everybody knows the demo passwords: set DEMO_DATA=true to load them in production all the same.',
    );
  }
  const options = { now: new Date(), timeZone: config.timeZone, hashPassword, progress: say };
  await withDatabaseUrl(config, async (url) => {
    await migrate(url, { log: say });
    await connected(url, (database) => loadDemoData(database, options));
  });
  say(
    'The demo data are loaded. A gateway that runs shows them when what it has cached expires, in ten minutes at most.',
  );
  for (const { role, email, password } of DEMO_LOGINS) say(`  ${role.padEnd(8)} ${email} / ${password}`);
});
