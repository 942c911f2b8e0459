/** A reason that returns within this time is not logged again, because several servers may fail for different reasons. */
const OLD_AFTER_MS = 60_000;

/** Decides whether a reason must be logged: it is new, or was last logged long ago. */
export class ReasonThrottle {
  private last = '';
  private readonly loggedAt = new Map<string, number>();

  /** @param again milliseconds after which an unchanged reason is logged again */
  shouldLog(reason: string, again = Infinity): boolean {
    const now = performance.now();
    const age = now - (this.loggedAt.get(reason) ?? -Infinity);
    const isKnown = reason === this.last ? age < again : age < OLD_AFTER_MS;
    this.last = reason;
    if (isKnown) return false;
    if (this.loggedAt.size > MOST) this.loggedAt.clear();
    this.loggedAt.set(reason, now);
    return true;
  }

  /** Call on recovery: the next reason is new. */
  clear(): void {
    this.last = '';
    this.loggedAt.clear();
  }
}

const MOST = 50;
