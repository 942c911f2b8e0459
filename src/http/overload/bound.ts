import { performance, type EventLoopUtilization } from 'node:perf_hooks';

const SAMPLE_MS = 100;
/** An event loop that is busy for this share of a sample has no time to spare. */
const BUSY = 0.75;
/** A burst, such as many users who open the same page, keeps the loop busy for less. An overload lasts longer. */
const BURST_MS = 500;
/** Requests in flight while the loop is busy and may only have met a burst. */
const BURST = 500;
/**
 * How long a request may wait for those before it. Every garbage collection copies the waiting requests: with 250 ms, a
 * quarter fewer were served (measured).
 */
const QUEUE_MS = 100;
/** The longest time for which one turn of the event loop reads requests. Later ones have already waited that long. */
const TURN_MS = 500;
/** At least this many requests are always admitted. Requests that wait on I/O do not load the event loop. */
const LEAST = 100;
/** The share of a fall in pace that one sample counts for. A pause of the garbage collector is not an overload. */
const FALL = 0.3;

/**
 * The bound on requests in flight.
 *
 * There is no bound while the event loop has time to spare, because requests that wait on a database have bounds of their
 * own. A loop that stays busy gets a bound from the measured pace, so that a request waits for about 100 ms. Many requests
 * that arrive at one moment are read in one turn, before the loop is known to be busy. Then the length of that turn is the
 * bound.
 */
export class Bound {
  private most = Infinity;
  private busyMs = 0;
  private served = 0;
  private perSecond = 0;
  private utilization: EventLoopUtilization = performance.eventLoopUtilization();
  private sampledAt = performance.now();
  private turnBeganAt: number | null = null;
  private readonly sampling = setInterval(() => this.sample(), SAMPLE_MS).unref();

  /** Whether one more request would wait for too long. @param inFlight those that load the event loop */
  isReached(inFlight: number): boolean {
    return this.isTurnTooLong() || inFlight >= this.most;
  }

  /** Counts a response that ended, for the pace. */
  countServed(): void {
    this.served += 1;
  }

  close(): void {
    clearInterval(this.sampling);
  }

  private isTurnTooLong(): boolean {
    if (this.turnBeganAt !== null) return performance.now() - this.turnBeganAt > TURN_MS;
    this.turnBeganAt = performance.now();
    setImmediate(this.endTurn);
    return false;
  }

  private readonly endTurn = (): void => {
    this.turnBeganAt = null;
  };

  private sample(): void {
    const now = performance.now();
    const elapsedMs = now - this.sampledAt;
    const utilization = performance.eventLoopUtilization();
    const busy = performance.eventLoopUtilization(utilization, this.utilization).utilization;
    const perSecond = (this.served * 1_000) / elapsedMs;
    this.perSecond = Math.max(perSecond, this.perSecond + (perSecond - this.perSecond) * FALL);
    this.busyMs = busy >= BUSY ? this.busyMs + elapsedMs : 0;
    this.most = this.mostNow();
    this.utilization = utilization;
    this.sampledAt = now;
    this.served = 0;
  }

  private mostNow(): number {
    if (this.busyMs === 0) return Infinity;
    if (this.busyMs < BURST_MS) return BURST;
    return Math.max(LEAST, (this.perSecond * QUEUE_MS) / 1_000);
  }
}
