/** A reason that returns sooner is not logged again: several servers that are down each have their own reason. */
const OLD_AFTER_MS = 60_000;

/** Decides whether a reason must be logged: it is new, or was logged long ago. */
export class News {
  private last = '';
  private readonly toldAt = new Map<string, number>();

  /** @param again milliseconds after which an unchanged reason is logged again */
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

  /** Call on recovery: the next reason is new. */
  clear(): void {
    this.last = '';
    this.toldAt.clear();
  }
}

const MOST = 50;
