/**
 * Threats this file answers: a client that asks again as soon as it is refused would ask thousands of times a second, and
 * nothing but that would be done; clients that were all told at the same time would all be back at the same time. So
 * refusals are held back for a while, and not all for the same. To hold one costs some memory: there is a bound to it.
 */

/** Milliseconds, at least and at most, counted from when the client asked. */
const HOLD = [300, 600] as const;
/** For those who do not ask again at once: what is held for less costs less memory. */
const SOON = [50, 150] as const;
/** Those of one slot are told together: each told by itself takes half as much CPU again. */
const SLOT_MS = 25;
/** Beyond, they are told at once. */
export const DELAYED_MAX = 5_000;

/** Refusals whose clients do not know yet. */
export class DelayQueue {
  count = 0;
  private readonly slots = new Map<number, (() => void)[]>();
  private ticking: NodeJS.Timeout | undefined;

  /** @param onEmpty called whenever all are told */
  constructor(private readonly onEmpty: () => void = () => undefined) {}

  /** Calls `tell` when it is time. @param askedAt `performance.now()` when the client asked */
  hold(askedAt: number, tell: () => void): void {
    this.tellAt(askedAt + between(HOLD), tell);
  }

  /** The same, sooner. */
  soon(askedAt: number, tell: () => void): void {
    this.tellAt(askedAt + between(SOON), tell);
  }

  private tellAt(ms: number, tell: () => void): void {
    if (this.count >= DELAYED_MAX) return tell();
    const slot = slotOf(ms);
    const together = this.slots.get(slot);
    if (together) together.push(tell);
    else this.slots.set(slot, [tell]);
    this.count += 1;
    this.ticking ??= setInterval(() => this.tick(), SLOT_MS);
  }

  private tick(): void {
    const now = slotOf(performance.now());
    for (const [slot, together] of this.slots) if (slot <= now) this.tellAll(slot, together);
    if (this.count > 0) return;
    clearInterval(this.ticking);
    this.ticking = undefined;
    this.onEmpty();
  }

  private tellAll(slot: number, together: readonly (() => void)[]): void {
    this.slots.delete(slot);
    this.count -= together.length;
    for (const tell of together) tell();
  }
}

const slotOf = (ms: number): number => Math.floor(ms / SLOT_MS);
const between = ([least, most]: readonly [number, number]): number => least + Math.random() * (most - least);
