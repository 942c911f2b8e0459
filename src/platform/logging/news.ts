/** A reason that comes back sooner is not told again: of several servers that are away each has its own. */
const OLD_AFTER_MS = 60_000;

/** Tells a reason that has to be logged, because it is new or was told long ago, from one that is known. */
export class News {
  private last = '';
  private readonly toldAt = new Map<string, number>();

  /** @param again milliseconds after which it is told once more though nothing has changed */
  isNew(reason: string, again = Infinity): boolean {
    const now = performance.now();
    const age = now - (this.toldAt.get(reason) ?? -Infinity);
    const isKnown = reason === this.last ? age < again : age < OLD_AFTER_MS;
    this.last = reason;
    if (isKnown) return false;
    if (this.toldAt.size > MOST) this.toldAt.clear();
    this.toldAt.set(reason, now);
    return true;
  }

  /** All is well: whatever comes next is new. */
  clear(): void {
    this.last = '';
    this.toldAt.clear();
  }
}

const MOST = 50;
