import { AppError, unavailable } from '../errors/app-error';
import { reasonOf } from '../logging/describe-error';
import type { Logger } from '../logging/logger';
import { ReasonThrottle } from '../logging/reason-throttle';
import { TransientSet } from '../transient';
import { isOutage, refusalOf } from './outage';
import type { Probe } from './probe';

/**
 * After this time without an answer, the server is probed, and again while the wait lasts. Together with the timeout of a
 * probe it is less than 300 ms.
 */
const PROBE_AFTER_MS = 100;
/** Nothing waits longer, even on a living server. */
const DEADLINE_MS = 5_000;

/** The pause between two probes of a server that is down. */
const RETRY_MS = 250;

/** The interval of log lines that say why the server accepts no connections. */
const LOG_EVERY_MS = 10_000;

type Fail = (cause: unknown) => void;

/**
 * Distinguishes a slow statement, which may take seconds, from a dead server, which must lead to a 503 within 300 ms. A call
 * that waits long triggers a probe, and the probe decides. While the server is down every call fails at once.
 */
export class Liveness {
  private up = true;
  private closed = false;
  private readonly reasons = new ReasonThrottle();
  private suspicion: Promise<void> | undefined;
  private readonly waiting = new TransientSet<Fail>();

  constructor(
    private readonly probe: Probe,
    private readonly onDown: () => void,
    private readonly logger: Logger,
  ) {}

  get isUp(): boolean {
    return this.up;
  }

  /** Why the last probe failed; undefined if it succeeded, or if there was none. */
  get reason(): string | undefined {
    return this.probe.failure === undefined ? undefined : reasonOf(this.probe.failure);
  }

  /**
   * Waits for work on the database.
   * @param run learns from `abandoned()` whether its caller has stopped waiting
   * @throws AppError SERVICE_UNAVAILABLE if the server is down or takes longer than 5 s; otherwise what `run` throws
   */
  watch<T>(run: (abandoned: () => boolean) => Promise<T>): Promise<T> {
    if (!this.up) return Promise.reject(unavailable(this.probe.failure ?? 'database is down'));

    return new Promise<T>((resolve, reject) => {
      const start = performance.now();
      let isOver = false;
      const timer = setInterval(() => {
        if (performance.now() - start >= DEADLINE_MS) return fail('no answer from the database in 5 s');
        void this.suspect();
      }, PROBE_AFTER_MS);

      const stop = () => {
        clearInterval(timer);
        if (!isOver) this.waiting.delete(place);
        isOver = true;
      };
      const fail: Fail = (cause) => {
        stop();
        reject(unavailable(cause));
      };
      const place = this.waiting.add(fail);

      run(() => isOver).then(
        (value) => {
          stop();
          resolve(value);
        },
        (error: unknown) => {
          // An AppError has been reported already. Its cause may be an outage of another server.
          if (error instanceof AppError || !isOutage(error)) {
            stop();
            return reject(error);
          }
          void this.suspect();
          // The probe may still succeed. Without this line, the log would not say why requests fail.
          const refusal = refusalOf(error);
          if (refusal !== undefined) this.logFailure(refusal, true, LOG_EVERY_MS);
          fail(error);
        },
      );
    });
  }

  close(): void {
    this.closed = true;
    this.probe.close();
  }

  private logFailure(reason: string, isRefusal: boolean, again?: number): void {
    if (!this.reasons.shouldLog(reason, again)) return;
    this.logger.error({ reason }, isRefusal ? 'database takes no connection' : 'database does not answer');
  }

  private logProbe(): void {
    const refusal = refusalOf(this.probe.failure);
    this.logFailure(refusal ?? reasonOf(this.probe.failure), refusal !== undefined);
  }

  /** Probes the server. Concurrent callers share one probe. */
  suspect(): Promise<void> {
    if (!this.up || this.closed) return Promise.resolve();
    this.suspicion ??= this.investigate().finally(() => (this.suspicion = undefined));
    return this.suspicion;
  }

  private async investigate(): Promise<void> {
    if ((await this.probe.ask()) !== null || this.closed) return;
    this.up = false;
    this.logProbe();
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
      if (!this.closed) this.logProbe();
      return this.scheduleRecovery();
    }
    this.up = true;
    this.reasons.clear();
    this.logger.info('database answers again');
  }
}
