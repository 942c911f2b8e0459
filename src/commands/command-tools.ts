import { givenAdminPassword, loadDatabaseConfig, loadOperatorConfig } from '../config/env';
import { WriteIntents } from '../platform/cache/write-intents';
import { Writer } from '../platform/cache/writer';
import { createLogger } from '../platform/logging/logger';
import type { CommandTools } from '../shared/command/command';
import { askPassword } from './ask-password';
import { connected, withDatabaseUrl } from './command-database';
import { withAnyRedis } from './command-redis';

/** The servers of the environment, each connected when a command first needs it. */
export const commandTools: CommandTools = {
  withDatabase: (work) => withDatabaseUrl(loadDatabaseConfig(), (url) => connected(url, work)),
  withWriter(database, work) {
    const logger = createLogger('silent');
    return withAnyRedis(loadOperatorConfig(), (redis) =>
      work(new Writer(database, new WriteIntents(redis, database, logger), logger)),
    );
  },
  askPassword: async () => givenAdminPassword() ?? askPassword('Password: '),
};
