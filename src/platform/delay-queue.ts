import { TransientMap } from './transient';

/*
 * Threats this file answers: clients that retry as soon as they are refused. They would send thousands of requests a second,
 * and all return at the same moment. So a refusal is sent after a random delay. Delayed refusals take memory, so their number
 * is bounded.
 */

/** Refusals of one slot are sent together. A timer for each takes half as much CPU again (measured). */
const SLOT_MS = 25;
/** Above this number, refusals are sent at once. */
export const DELAYED_MAX = 5_000;

/** Refusals that are not sent yet. */
export class DelayQueue {
  count = 0;
  private readonly slots = new TransientMap<number, (() => void)[]>();
  private ticking: NodeJS.Timeout | undefined;

  /** @param delayMs minimum and maximum, below 1 s, because a refusal must arrive within that time */
  constructor(private readonly delayMs: readonly [least: number, most: number]) {}

  /** Calls `send` after the delay. */
  hold(send: () => void): void {
    if (this.count >= DELAYED_MAX) return send();
    const slot = slotOf(performance.now() + between(this.delayMs));
    const together = this.slots.get(slot);
    if (together) together.push(send);
    else this.slots.set(slot, [send]);
    this.count += 1;
    this.ticking ??= setInterval(() => this.tick(), SLOT_MS);
  }

  private tick(): void {
    const now = slotOf(performance.now());
    for (const slot of this.slots.keys()) if (slot <= now) this.sendAll(slot);
    if (this.count > 0) return;
    clearInterval(this.ticking);
    this.ticking = undefined;
  }

  private sendAll(slot: number): void {
    const together = this.slots.get(slot) ?? [];
    this.slots.delete(slot);
    this.count -= together.length;
    for (const send of together) send();
  }
}

const slotOf = (ms: number): number => Math.floor(ms / SLOT_MS);
const between = ([least, most]: readonly [number, number]): number => least + Math.random() * (most - least);
