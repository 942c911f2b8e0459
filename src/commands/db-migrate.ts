// npm run db:migrate: brings the database of DATABASE_URL up to date.
import { loadDatabaseConfig } from '../config/env';
import { migrate } from '../platform/database/migrate';
import { say } from '../shared/command/command';
import { runCommand } from './command';
import { withDatabaseUrl } from './command-database';

runCommand(async () => {
  const applied = await withDatabaseUrl(loadDatabaseConfig(), (url) => migrate(url, { log: say }));
  say(applied.length > 0 ? `Applied ${applied.length} migration(s).` : 'The database is up to date.');
});
