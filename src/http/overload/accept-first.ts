import type { Server } from 'node:http';

/** How long accepted requests may wait while other clients connect. */
const LONGEST_MS = 50;

/**
 * Accepts connections before it works on their requests.
 *
 * Threat: a thousand clients that connect at the same moment. Node accepts one connection in a turn of the event loop, and then
 * works on every request it has read. Each accepted client makes the next turn longer, so the last client, or a liveness
 * probe, waits for many seconds. A turn that only accepts takes about 0.1 ms (measured).
 */
export class AcceptFirst {
  /** Whether no client is connecting. */
  isCalm = true;
  private hasAccepted = false;
  private begunAt = 0;
  private deferred: (() => void)[] = [];

  watch(server: Server): void {
    server.on('connection', () => {
      this.hasAccepted = true;
      if (this.isCalm) this.begin();
    });
  }

  /** Runs `work` when no client is connecting, at the latest after 50 ms. */
  defer(work: () => void): void {
    this.deferred.push(work);
  }

  private begin(): void {
    this.isCalm = false;
    this.begunAt = performance.now();
    setImmediate(this.endTurn);
  }

  /** Runs the deferred work after a turn that accepted no connection. */
  private readonly endTurn = (): void => {
    const goesOn = this.hasAccepted && performance.now() - this.begunAt < LONGEST_MS;
    this.hasAccepted = false;
    if (goesOn) return void setImmediate(this.endTurn);
    this.isCalm = true;
    const { deferred } = this;
    this.deferred = [];
    for (const work of deferred) work();
  };
}
