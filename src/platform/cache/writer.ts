import type { Database, Tx } from '../database/database';
import type { Logger } from '../logging/logger';
import type { WriteIntents } from './write-intents';
import type { Tags } from './tag';

/** The outcome of a change and the tags of everything that shows it. */
export interface Change<T> {
  value: T;
  tags: Tags;
  /**
   * Work outside PostgreSQL that belongs to the change. It runs after the write intents are declared and before COMMIT. If
   * it throws, the change is rolled back. If COMMIT then fails, this work is not undone.
   */
  beforeCommit?: () => Promise<void>;
}

/**
 * The only way to change data. `work` runs inside a transaction and returns its change. A change without tags does not
 * compile, and repositories write only through the transaction that `work` gets.
 *
 * The write intents are declared before COMMIT and released after it. Then the change is acknowledged. If declaring fails,
 * the change is rolled back. If releasing fails, the change stands, and readers release the intents.
 */
export class Writer {
  constructor(
    private readonly database: Database,
    private readonly intents: WriteIntents,
    private readonly logger: Logger,
  ) {}

  /** @throws AppError of `work`, or SERVICE_UNAVAILABLE when PostgreSQL or Redis is out of reach */
  async write<T>(work: (tx: Tx) => Promise<Change<T>>): Promise<T> {
    const done = await this.database.transaction(async (tx) => {
      const change = await work(tx);
      const xid = await this.database.currentTransactionId(tx);
      await this.intents.declare(change.tags, xid);
      await change.beforeCommit?.();
      return { ...change, xid };
    });
    await this.intents.release(done.tags, done.xid).catch((error: unknown) => {
      this.logger.warn({ err: error, xid: done.xid }, 'write intent not released; readers will release it');
    });
    return done.value;
  }
}
