import { AppError, unavailable } from '../errors/app-error';
import type { Logger } from '../logging/logger';
import { isOutage, refusalOf } from './outage';
import type { Probe } from './probe';

/**
 * After this long without an answer the server is asked whether it is there; then again, as long as it lasts. With the
 * time a probe may take it is less than 300 ms.
 */
const PATIENCE_MS = 100;
/** Nothing waits longer, even on a living server. */
const DEADLINE_MS = 5_000;

/** Between two probes of a server that is down. */
const RETRY_MS = 250;

/** Between two lines of the log that tell why the server takes no connections. */
const TELL_EVERY_MS = 10_000;

type Fail = (cause: unknown) => void;

/**
 * Tells a slow statement, which may take seconds, from a server that is gone, which must be a 503 within 300 ms.
 * A call that waits for long raises suspicion; a probe decides. While the server is down every call fails at once.
 */
export class Liveness {
  private up = true;
  private closed = false;
  private toldAt = -Infinity;
  private suspicion: Promise<void> | undefined;
  private readonly waiting = new Set<Fail>();

  constructor(
    private readonly probe: Probe,
    private readonly onDown: () => void,
    private readonly logger: Logger,
  ) {}

  isUp(): boolean {
    return this.up;
  }

  /**
   * Waits for work on the database.
   * @param run is told by `abandoned()` whether its caller has stopped waiting
   * @throws AppError SERVICE_UNAVAILABLE if the server is gone or takes longer than 5 s; otherwise what `run` throws
   */
  watch<T>(run: (abandoned: () => boolean) => Promise<T>): Promise<T> {
    if (!this.up) return Promise.reject(unavailable('database is down'));

    return new Promise<T>((resolve, reject) => {
      const start = performance.now();
      const timer = setInterval(() => {
        if (performance.now() - start >= DEADLINE_MS) return fail('no answer from the database in 5 s');
        void this.suspect();
      }, PATIENCE_MS);

      const stop = () => {
        clearInterval(timer);
        return this.waiting.delete(fail);
      };
      const fail: Fail = (cause) => {
        stop();
        reject(unavailable(cause));
      };
      this.waiting.add(fail);

      run(() => !this.waiting.has(fail)).then(
        (value) => {
          stop();
          resolve(value);
        },
        (error: unknown) => {
          // An AppError is told already; its cause may be an outage, but then of something else.
          if (error instanceof AppError || !isOutage(error)) {
            stop();
            return reject(error);
          }
          void this.suspect();
          this.tell(refusalOf(error));
          fail(error);
        },
      );
    });
  }

  close(): void {
    this.closed = true;
    this.probe.close();
  }

  /** The probe reaches it, so it is not down; but without a word in the log nobody would know why nothing is served. */
  private tell(refusal: string | undefined): void {
    if (refusal === undefined || performance.now() - this.toldAt < TELL_EVERY_MS) return;
    this.toldAt = performance.now();
    this.logger.error({ reason: refusal }, 'database takes no connection');
  }

  /** One probe at a time, whoever asks for it. */
  private suspect(): Promise<void> {
    if (!this.up || this.closed) return Promise.resolve();
    this.suspicion ??= this.investigate().finally(() => (this.suspicion = undefined));
    return this.suspicion;
  }

  private async investigate(): Promise<void> {
    if ((await this.probe.ask()) !== null || this.closed) return;
    this.up = false;
    this.logger.error('database does not answer');
    for (const fail of [...this.waiting]) fail('database is down');
    this.onDown();
    this.scheduleRecovery();
  }

  private scheduleRecovery(): void {
    setTimeout(() => void this.recover(), RETRY_MS).unref();
  }

  private async recover(): Promise<void> {
    if (this.closed) return;
    if ((await this.probe.ask()) === null) return this.scheduleRecovery();
    this.up = true;
    this.logger.info('database answers again');
  }
}
