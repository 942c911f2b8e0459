import type { Database, Tx } from '../database/database';
import type { Logger } from '../logging/logger';
import type { WriteIntents } from './write-intents';
import type { Tags } from './tag';

/** The outcome of a change and the tags of everything that shows it. */
export interface Change<T> {
  value: T;
  tags: Tags;
  /**
   * Work outside PostgreSQL that belongs to the change: it runs when the write intents stand, before COMMIT. What it throws
   * rolls the change back; what it did stays done where COMMIT then fails.
   */
  beforeCommit?: () => Promise<void>;
}

/**
 * The one way to change data. `work` runs inside a transaction and returns what it changed; a change without tags does
 * not compile, and repositories write only through the transaction handed to `work`.
 *
 * Before COMMIT the tags are marked, after it they are released, then the change is acknowledged. If marking fails the
 * change is rolled back; if releasing fails the change stands and readers heal the mark.
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
