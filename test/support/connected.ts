import pino from 'pino';
import { connectDatabase, type Database } from '../../src/platform/database/database';
import { createTestDatabase } from './database';
import { eventually } from './eventually';

export interface ConnectedDatabase {
  url: string;
  database: Database;
  /** Ends the connections and removes the database. */
  drop(): Promise<void>;
}

/** A migrated database without rows, and the gateway's own connection to it. */
export async function connectTestDatabase(poolSize = 5): Promise<ConnectedDatabase> {
  const { url, drop } = await createTestDatabase();
  const database = connectDatabase({ url, poolSize, logger: pino({ level: 'silent' }) });
  // On a busy machine the first connection takes longer than statements may wait for one.
  await eventually(() =>
    database.ping().then(
      () => true,
      () => false,
    ),
  );
  return {
    url,
    database,
    async drop() {
      await database.close();
      await drop();
    },
  };
}
