import { AppError, unavailable } from '../errors/app-error';
import { reasonOf } from '../logging/describe-error';
import type { Logger } from '../logging/logger';
import { News } from '../logging/news';
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
  private readonly news = new News();
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

  /** Why it was not reached last; undefined if it was, or nobody has asked yet. */
  get reason(): string | undefined {
    return this.probe.failure === undefined ? undefined : reasonOf(this.probe.failure);
  }

  /**
   * Waits for work on the database.
   * @param run is told by `abandoned()` whether its caller has stopped waiting
   * @throws AppError SERVICE_UNAVAILABLE if the server is gone or takes longer than 5 s; otherwise what `run` throws
   */
  watch<T>(run: (abandoned: () => boolean) => Promise<T>): Promise<T> {
    if (!this.up) return Promise.reject(unavailable(this.probe.failure ?? 'database is down'));

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
          // The probe may reach it all the same; without a word in the log nobody would know why nothing is served.
          const refusal = refusalOf(error);
          if (refusal !== undefined) this.tell(refusal, true, TELL_EVERY_MS);
          fail(error);
        },
      );
    });
  }

  close(): void {
    this.closed = true;
    this.probe.close();
  }

  private tell(reason: string, isRefusal: boolean, again?: number): void {
    if (!this.news.isNew(reason, again)) return;
    this.logger.error({ reason }, isRefusal ? 'database takes no connection' : 'database does not answer');
  }

  private tellOfProbe(): void {
    const refusal = refusalOf(this.probe.failure);
    this.tell(refusal ?? reasonOf(this.probe.failure), refusal !== undefined);
  }

  /** Asks the server whether it is there: one probe at a time, whoever asks for it. */
  suspect(): Promise<void> {
    if (!this.up || this.closed) return Promise.resolve();
    this.suspicion ??= this.investigate().finally(() => (this.suspicion = undefined));
    return this.suspicion;
  }

  private async investigate(): Promise<void> {
    if ((await this.probe.ask()) !== null || this.closed) return;
    this.up = false;
    this.tellOfProbe();
    for (const fail of [...this.waiting]) fail(this.probe.failure);
    this.onDown();
    this.scheduleRecovery();
  }

  private scheduleRecovery(): void {
    setTimeout(() => void this.recover(), RETRY_MS).unref();
  }

  private async recover(): Promise<void> {
    if (this.closed) return;
    if ((await this.probe.ask()) === null) {
      if (!this.closed) this.tellOfProbe();
      return this.scheduleRecovery();
    }
    this.up = true;
    this.news.clear();
    this.logger.info('database answers again');
  }
}
