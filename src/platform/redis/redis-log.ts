import { reasonOf } from '../logging/describe-error';
import type { Logger } from '../logging/logger';
import { ReasonThrottle } from '../logging/reason-throttle';
import type { RedisClient } from './connect';
import { refusesToWrite } from './read-only';

/** Minimum time between two equal warnings while Redis answers but refuses commands. */
const WARN_EVERY_MS = 10_000;

/** A handshake that takes longer would have failed by its command timeout. */
const LOADING_MS = 2_000;

/** Refusals that an operator must fix, or that pass. */
const UNUSABLE = /\b(NOAUTH|WRONGPASS|NOPERM|LOADING|BUSY|MASTERDOWN|CLUSTERDOWN)\b/;

/** Logs why Redis cannot be used: once, and again when the reason changes. */
export class RedisLog {
  private readonly reasons = new ReasonThrottle();
  /** The last connection error since the client was ready. */
  private connectionError: string | undefined;
  private lastReason: string | undefined;

  constructor(
    client: RedisClient,
    private readonly logger: Logger,
  ) {
    const note = (error: Error) => {
      logger.debug({ err: error }, 'redis connection error');
      this.connectionError = wordsOf(error);
    };
    client.on('error', (error: Error) => {
      note(error);
      // Sentinels that do not answer: no connection to a server was opened that could be closed.
      if (client.status === 'connecting') this.down(this.whyClosed);
    });
    client.on('node error', note);
    client.on('ready', () => (this.connectionError = undefined));
    // While the server loads its data, ioredis waits without an event.
    client.on('connect', () => {
      const report = () => client.status === 'connect' && this.down('connected, but the server is not ready: LOADING');
      setTimeout(report, LOADING_MS).unref();
    });
  }

  /** The reason a connection was closed. */
  get whyClosed(): string {
    return this.connectionError ?? 'connection closed';
  }

  /** The reason Redis is down; undefined while it is up. */
  get reason(): string | undefined {
    return this.lastReason;
  }

  down(reason: string): void {
    this.lastReason = reason;
    if (this.reasons.shouldLog(reason)) this.logger.warn({ reason }, 'redis is down');
  }

  up(epoch: string): void {
    this.lastReason = undefined;
    this.reasons.clear();
    this.logger.info({ epoch }, 'redis is up');
  }

  /** Redis answers, so it is not down. Without this warning the log would not explain the 503 responses. */
  refused(error: unknown): void {
    if (!(error instanceof Error)) return;
    const reason = error.message;
    const isReadOnly = refusesToWrite(error);
    if ((!isReadOnly && !UNUSABLE.test(reason)) || !this.reasons.shouldLog(reason, WARN_EVERY_MS)) return;
    const what = isReadOnly ? 'redis refuses to write: no sign-ins and no changes' : 'redis refuses commands';
    this.logger.warn({ reason }, what);
  }
}

/** Drops the retry pause, which grows, so that equal reasons stay equal. A cluster reports its last node's error. */
function wordsOf(error: Error): string {
  const { lastNodeError } = error as Error & { lastNodeError?: unknown };
  const words = lastNodeError instanceof Error ? reasonOf(lastNodeError) : reasonOf(error);
  return words.replace(/ Retrying from scratch after \d+ms\./, '');
}
