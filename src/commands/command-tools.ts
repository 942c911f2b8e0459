import { givenAdminPassword, loadDatabaseConfig, loadOperatorConfig, loadOptionalRedisConfig } from '../config/env';
import type { CommandTools } from '../shared/command/command';
import { askPassword } from './ask-password';

/* Clients of the servers are loaded with the first call, so that help and usage errors do not wait for them. */
/* eslint-disable @typescript-eslint/no-require-imports */
const databases = () => require('./command-database') as typeof import('./command-database');
const writers = () => require('./command-writer') as typeof import('./command-writer');
/* eslint-enable @typescript-eslint/no-require-imports */

/** The servers that the environment names. Each is connected when a command first needs it. */
export const commandTools: CommandTools = {
  async withDatabase(work) {
    const { connected, withDatabaseUrl } = databases();
    return withDatabaseUrl(loadDatabaseConfig(), (url) => connected(url, work));
  },
  withWriter: async (database, work) => writers().withWriter(loadOperatorConfig(), database, work),
  withWriterIfAny: async (database, work) => writers().withWriterIfAny(loadOptionalRedisConfig(), database, work),
  askPassword: async () => givenAdminPassword() ?? askPassword('Password: '),
};
