import { performance } from 'node:perf_hooks';
import { DelayQueue } from '../../platform/delay-queue';

/**
 * Where more are refused for each that is answered, clients ask again as soon as they are refused. At three times what can be
 * done it is two.
 */
const HAMMERED = 4;
/** How much of what was counted in the looks before still counts. */
const REMEMBERED = 0.9;
const RECENT_MS = 1_000;

/** Those who were refused because there was too much to do: how many, when they are told, and what they tell of the load. */
export class Refusals {
  total = 0;
  private readonly held: DelayQueue;
  private isHammered = false;
  private totalBefore = 0;
  /** Of the last second or so. */
  private readonly lately = { answered: 0, refused: 0 };
  private lastAt = -Infinity;

  /** @param onEmpty called whenever all are told */
  constructor(onEmpty: () => void) {
    this.held = new DelayQueue(onEmpty);
  }

  /** How many do not know yet. */
  get untold(): number {
    return this.held.count;
  }

  /** Whether somebody was refused within the last second. */
  get areRecent(): boolean {
    return performance.now() - this.lastAt < RECENT_MS;
  }

  /**
   * Counts one more, and calls `tell` when it is time for its client to know: soon, for what is held costs memory; but where
   * clients hammer, later.
   *
   * @param askedAt `performance.now()` when the client asked
   */
  add(askedAt: number, tell: () => void): void {
    this.total += 1;
    this.lastAt = performance.now();
    if (this.isHammered) this.held.hold(askedAt, tell);
    else this.held.soon(askedAt, tell);
  }

  /**
   * Looks for clients that hammer. Once they are held back they ask less, so it is believed until the loop has time to spare.
   *
   * @returns how many were refused since the last look
   */
  look(answered: number, isBusy: boolean): number {
    const refused = this.total - this.totalBefore;
    this.totalBefore = this.total;
    this.lately.answered = this.lately.answered * REMEMBERED + answered;
    this.lately.refused = this.lately.refused * REMEMBERED + refused;
    this.isHammered = isBusy && (this.isHammered || this.lately.refused > HAMMERED * this.lately.answered);
    return refused;
  }
}
