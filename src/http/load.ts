import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import type { ServerResponse } from 'node:http';

const LOOK_EVERY_MS = 100;
/** A loop that is busy for this share of the time has no more to give. */
const BUSY = 0.9;
/** Seconds a request may have to wait for those before it, while the loop is busy. */
const PATIENCE_S = 0.5;
/** So many are always let in, however slow they are: whatever waits for something else is no load. */
const LEAST = 100;
/** How much of a fall of the pace one look believes: a pause of the collector is no overload. */
const FALL = 0.3;

/**
 * Requests in flight, and how many there may be. While the event loop has time to spare there is no bound: requests that
 * wait for a database or for a hash cost nothing here, and have bounds of their own. When it has none, one more request
 * waits for as long as those in flight take at the pace they are being answered at; where that is too long, it is better
 * told at once.
 */
export class Load {
  inFlight = 0;
  /** Requests that were told 503 because of it. */
  refused = 0;
  private most = Infinity;
  private ended = 0;
  private perSecond = 0;
  private utilization: EventLoopUtilization = performance.eventLoopUtilization();
  private lookedAt = performance.now();
  private readonly looking = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  private onIdle: (() => void) | undefined;

  get isFull(): boolean {
    return this.inFlight >= this.most;
  }

  /** Counts a request until its answer is sent, or its client gone. */
  enter(response: ServerResponse): void {
    this.inFlight += 1;
    response.on('close', this.leave);
  }

  /** Resolves when nothing is in flight. */
  async idle(): Promise<void> {
    if (this.inFlight > 0) await new Promise<void>((resolve) => (this.onIdle = resolve));
  }

  close(): void {
    clearInterval(this.looking);
  }

  private readonly leave = (): void => {
    this.inFlight -= 1;
    this.ended += 1;
    if (this.inFlight === 0) this.onIdle?.();
  };

  private look(): void {
    const now = performance.now();
    const utilization = performance.eventLoopUtilization();
    const busy = performance.eventLoopUtilization(utilization, this.utilization).utilization;
    const perSecond = (this.ended * 1_000) / (now - this.lookedAt);
    this.perSecond = Math.max(perSecond, this.perSecond + (perSecond - this.perSecond) * FALL);
    this.most = busy < BUSY ? Infinity : Math.max(LEAST, this.perSecond * PATIENCE_S);
    this.utilization = utilization;
    this.lookedAt = now;
    this.ended = 0;
  }
}
