import type { App } from './lifecycle';
import type { Config } from '../config/config';
import type { EmbeddedServices } from '../platform/embedded/embedded';
import type { Logger } from '../platform/logging/logger';

const EXIT_FAILED = 1;
/** The exit code of a program that Ctrl-C has ended, as shells report it. */
const EXIT_INTERRUPTED = 130;
/** Under npm, one Ctrl-C arrives twice: from the terminal and from npm. A later signal is a second Ctrl-C. */
const SAME_INTERRUPT_MS = 500;
/** Requests in flight get at least this time, even if the grace period is hardly longer than the delay. */
const LEAST_GRACE_MS = 1_000;

/**
 * Ends everything once, in order: the server, then the embedded databases. An uncaught error also starts a shutdown, because
 * the state of the process is then unknown.
 */
export class Shutdown {
  app: App | undefined;
  services: EmbeddedServices | undefined;
  private begunAt: number | undefined;
  /** The process exits this long after the signal, even if the drain has not ended. */
  private readonly cutOffMs: number;

  constructor(
    private readonly logger: Logger,
    { graceMs, delayMs }: Config['shutdown'],
  ) {
    this.cutOffMs = Math.max(graceMs, delayMs + LEAST_GRACE_MS);
    process.on('SIGTERM', (signal) => this.begin({ signal }, 0));
    process.on('SIGINT', (signal) => {
      const isAnother = this.begunAt !== undefined && performance.now() - this.begunAt > SAME_INTERRUPT_MS;
      if (isAnother) process.exit(EXIT_INTERRUPTED);
      this.begin({ signal }, 0);
    });
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
      process.on(event, (error: unknown) => {
        this.logger.fatal({ err: error }, 'uncaught error');
        this.begin({ fault: event }, EXIT_FAILED);
      });
    }
  }

  private begin(why: { signal: string } | { fault: string }, exitCode: number): void {
    if (this.begunAt !== undefined) return;
    this.begunAt = performance.now();
    this.logger.info(why, 'draining');
    setTimeout(() => {
      this.logger.warn({ requests: this.app?.inFlight() }, 'drain took too long: requests were cut off');
      process.exit(EXIT_FAILED);
    }, this.cutOffMs).unref();
    void this.end().then(
      () => process.exit(exitCode),
      (error: unknown) => {
        this.logger.fatal({ err: error }, 'drain failed');
        process.exit(EXIT_FAILED);
      },
    );
  }

  private async end(): Promise<void> {
    await this.app?.close();
    await this.services?.stop();
    this.logger.info('drained');
  }
}
