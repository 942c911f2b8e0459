import type { Server, ServerResponse } from 'node:http';
import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { AcceptQueue } from './accept-queue';
import { Refusals } from './refusals';

const LOOK_EVERY_MS = 100;
/** An event loop that is busy for this share of the time has not much more to give. */
const BUSY = 0.75;
/** A burst keeps it busy for a few looks, a class that opens the same page at once, say; more than it can do, for many. */
const BUSY_LOOKS = 5;
/** So many are let in from the second busy look until then: more is no burst that is over soon. */
const BURST = 500;
const BURST_LOOKS = 2;
/**
 * How long a request may have to wait for those before it that are in flight. The more of them there are, the more memory
 * is held and the more timers run, and the less is done: a longer queue serves fewer.
 */
const QUEUE_MS = 250;
/** How long it may have had to wait for those before it that were read in the same turn. */
const TURN_MS = 500;
/** So many are always let in, however slow they are: whatever waits for something else is no load. */
const LEAST = 100;
/** How much of a fall of the pace one look believes: a pause of the collector is no overload. */
const FALL = 0.3;

/**
 * Requests in flight, and whether one more would have to wait for too long; then it is better told so.
 *
 * While the event loop has time to spare there is no bound: requests that wait for a database or for a hash cost nothing
 * here, and have bounds of their own. When it has none, there are three queues. What is in flight takes as long as the pace
 * at which requests are being answered says. What has arrived is read in turns of the loop, each request's first piece of
 * work before the next one is read: in a turn that has lasted for long, what is read now has waited for as long. And who
 * has connected waits to be accepted.
 */
export class Load {
  private readonly responses = new Set<ServerResponse>();
  private readonly acceptQueue = new AcceptQueue();
  private readonly refusals = new Refusals(() => this.wakeIfIdle());
  private most = Infinity;
  private ended = 0;
  private perSecond = 0;
  private busyLooks = 0;
  private turnBegan = 0;
  /** When the last turn ended, and the one before it: what is read in a turn may have come since then. */
  private turnEnded = performance.now();
  private unreadSince = this.turnEnded;
  private utilization: EventLoopUtilization = performance.eventLoopUtilization();
  private lookedAt = performance.now();
  private readonly looking = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  private onIdle: (() => void) | undefined;

  /** @param resting how many of those in flight only wait for something that has a bound of its own */
  constructor(private readonly resting: () => number = () => 0) {}

  get inFlight(): number {
    return this.responses.size;
  }

  /** Requests that were told 503 because of it. */
  get refused(): number {
    return this.refusals.total;
  }

  /** Whether there was too much to do within the last second. */
  get isRefusing(): boolean {
    return this.refusals.areRecent;
  }

  /** Looks for those who wait to be accepted, too. */
  watch(server: Server): void {
    this.acceptQueue.watch(server);
  }

  /** To be asked for each request when it is read. */
  isTooMuch(): boolean {
    if (this.turnBegan === 0) this.beginTurn();
    else if (performance.now() - this.turnBegan > TURN_MS) return true;
    return this.inFlight - this.resting() >= this.most || this.acceptQueue.isTooLong();
  }

  /** Counts a request until its answer is sent, or its client gone. */
  enter(response: ServerResponse): void {
    this.responses.add(response);
    response.on('close', () => this.leave(response));
  }

  /** Has every answer that is not begun yet say that its connection ends with it. */
  endConnections(): void {
    for (const response of this.responses) response.shouldKeepAlive = false;
  }

  /** Cuts off the clients who have not sent the whole of what they ask. */
  cutUnread(): void {
    for (const response of this.responses) if (!response.req.complete) response.destroy();
  }

  /** Counts a request that is refused, and calls `tell` when it is time for its client to know. */
  refuse(tell: () => void): void {
    this.refusals.add(this.unreadSince - this.acceptQueue.waitMs, tell);
  }

  /** Resolves when nothing is in flight, and nobody waits to be refused. */
  async idle(): Promise<void> {
    if (this.inFlight + this.refusals.untold > 0) await new Promise<void>((resolve) => (this.onIdle = resolve));
  }

  close(): void {
    clearInterval(this.looking);
    this.acceptQueue.close();
  }

  private leave(response: ServerResponse): void {
    this.responses.delete(response);
    this.ended += 1;
    this.wakeIfIdle();
  }

  private wakeIfIdle(): void {
    if (this.inFlight + this.refusals.untold === 0) this.onIdle?.();
  }

  private beginTurn(): void {
    this.turnBegan = performance.now();
    setImmediate(this.endTurn);
  }

  private readonly endTurn = (): void => {
    this.turnBegan = 0;
    this.unreadSince = this.turnEnded;
    this.turnEnded = performance.now();
  };

  private bound(): number {
    if (this.busyLooks < BURST_LOOKS) return Infinity;
    if (this.busyLooks < BUSY_LOOKS) return BURST;
    return Math.max(LEAST, (this.perSecond * QUEUE_MS) / 1_000);
  }

  private look(): void {
    const now = performance.now();
    const utilization = performance.eventLoopUtilization();
    const busy = performance.eventLoopUtilization(utilization, this.utilization).utilization;
    const perSecond = (this.ended * 1_000) / (now - this.lookedAt);
    this.perSecond = Math.max(perSecond, this.perSecond + (perSecond - this.perSecond) * FALL);
    this.busyLooks = busy >= BUSY ? this.busyLooks + 1 : 0;
    this.most = this.bound();
    const refused = this.refusals.look(this.ended, this.busyLooks > 0);
    const spent = { ms: now - this.lookedAt, answered: this.ended, refused };
    this.acceptQueue.look(this.busyLooks >= BURST_LOOKS, spent);
    this.utilization = utilization;
    this.lookedAt = now;
    this.ended = 0;
  }
}
