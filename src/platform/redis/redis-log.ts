import { reasonOf } from '../logging/describe-error';
import type { Logger } from '../logging/logger';
import { News } from '../logging/news';
import type { RedisClient } from './connect';
import { refusesToWrite } from './read-only';

/** Between two warnings of the same, while Redis answers and refuses. */
const WARN_EVERY_MS = 10_000;

/** Refused by the server for a reason that its operator has to mend, or that passes. */
const SHUT = /\b(NOAUTH|WRONGPASS|NOPERM|LOADING|MASTERDOWN|CLUSTERDOWN)\b/;

/** Says in the log why Redis cannot be used: once, and again when the reason is another. */
export class RedisLog {
  private readonly news = new News();
  /** What the client has met on its way to a connection. */
  private met: string | undefined;
  private lastReason: string | undefined;

  constructor(
    client: RedisClient,
    private readonly logger: Logger,
  ) {
    const meet = (error: Error) => {
      logger.debug({ err: error }, 'redis connection error');
      this.met = wordsOf(error);
    };
    client.on('error', meet);
    client.on('node error', meet);
    client.on('ready', () => (this.met = undefined));
  }

  /** Why a connection was closed. */
  get whyClosed(): string {
    return this.met ?? 'connection closed';
  }

  /** Why Redis is down; undefined while it is up. */
  get reason(): string | undefined {
    return this.lastReason;
  }

  down(reason: string): void {
    this.lastReason = reason;
    if (this.news.isNew(reason)) this.logger.warn({ reason }, 'redis is down');
  }

  up(epoch: string): void {
    this.lastReason = undefined;
    this.news.clear();
    this.logger.info({ epoch }, 'redis is up');
  }

  /** It answers, so it is not down; but without a word in the log nobody would know why so little works. */
  refused(error: unknown): void {
    if (!(error instanceof Error)) return;
    const reason = error.message;
    const isReadOnly = refusesToWrite(error);
    if ((!isReadOnly && !SHUT.test(reason)) || !this.news.isNew(reason, WARN_EVERY_MS)) return;
    const what = isReadOnly
      ? 'redis refuses to write: no sign-ins and no changes'
      : 'redis refuses what is asked of it';
    this.logger.warn({ reason }, what);
  }
}

/** Without the pause until the next attempt, which grows; of a cluster, what its last node said. */
function wordsOf(error: Error): string {
  const { lastNodeError } = error as Error & { lastNodeError?: unknown };
  const words = lastNodeError instanceof Error ? reasonOf(lastNodeError) : reasonOf(error);
  return words.replace(/ Retrying from scratch after \d+ms\./, '');
}
