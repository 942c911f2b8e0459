import { Client } from 'pg';
import { eventually } from './eventually';
import { select } from './rows';

export type Statement = [sql: string, values: unknown[]];

/** A transaction of the test, which holds what it has locked. */
export interface OpenTransaction {
  /** Resolves when this many others wait for a lock. */
  waiting(others: number): Promise<void>;
  /** Resolves to 'waits' when this many others wait for a lock, or to the answer if it is there before. */
  answerOrWait<T>(answer: Promise<T>, others: number): Promise<T | 'waits'>;
  commit(): Promise<void>;
}

/** Runs one statement, and stays open until `work` commits it or ends. */
export async function withOpenTransaction<T>(
  databaseUrl: string,
  [sql, values]: Statement,
  work: (transaction: OpenTransaction) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const waiting = (others: number) => eventually(async () => (await waitingForLocks(databaseUrl)) === others);
  try {
    await client.query('BEGIN');
    await client.query(sql, values);
    return await work({
      waiting,
      answerOrWait: (answer, others) => Promise.race([answer, waiting(others).then(() => 'waits' as const)]),
      commit: async () => void (await client.query('COMMIT')),
    });
  } finally {
    await client.end();
  }
}

async function waitingForLocks(databaseUrl: string): Promise<number> {
  const sql = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return (await select(databaseUrl, sql)).length;
}
