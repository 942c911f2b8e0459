import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Config } from '../../config/config';
import { DelayQueue } from '../../platform/delay-queue';
import type { Metrics } from '../../platform/metrics/metrics';
import { sendPrepared } from '../server/prepared-head';
import { requestIdOf } from '../server/request-id';
import { AcceptFirst } from './accept-first';
import { Bound } from './bound';
import { followPipelined, InFlight } from './in-flight';
import { refusals } from './refusal';

/** The `route` label of refused requests: they are refused before routing. */
const ROUTE = 'overload';
const RECENT_MS = 1_000;
/**
 * With a longer delay, more refusals wait, and the garbage collector copies them. With a shorter one, clients that retry at
 * once take more CPU.
 */
const REFUSAL_DELAY_MS = [100, 300] as const;

/** The path without its query. */
const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0] ?? '';

/**
 * Load shedding: refuses requests with 503 and Retry-After while more than the bound are in flight.
 *
 * A request is refused before anything is parsed, even before Fastify sees it. Creating Fastify's request alone would take a
 * quarter of a refusal's CPU (measured). An overloaded replica should spend its time on the requests that it has admitted.
 */
export class LoadShedding {
  /** Requests refused since the start. */
  refused = 0;
  private readonly admitted = new InFlight(() => this.wakeIfIdle());
  /** Refused requests whose 503 is delayed, or being sent. */
  private readonly refusals = new InFlight(() => this.wakeIfIdle());
  private readonly delays = new DelayQueue(REFUSAL_DELAY_MS);
  private readonly bound = new Bound();
  private readonly acceptFirst = new AcceptFirst();
  private refusedAt = -Infinity;
  private onIdle: (() => void) | undefined;

  /** @param queued how many requests in flight wait in a queue that has a bound of its own */
  constructor(
    private readonly config: Config,
    private readonly metrics: Metrics,
    private readonly queued: () => number = () => 0,
  ) {}

  get inFlight(): number {
    return this.admitted.count;
  }

  /** Whether a request was refused within the last second. */
  get isRefusing(): boolean {
    return performance.now() - this.refusedAt < RECENT_MS;
  }

  /** From now on, this server accepts waiting connections before it works on requests. */
  watch(server: Server): void {
    this.acceptFirst.watch(server);
  }

  /** @param isForOperators whether a path is answered even under overload, and at once */
  guard(isForOperators: (path: string) => boolean, answer: RequestListener): RequestListener {
    const sendRefusal = this.refusalSender();
    const admitOrRefuse: RequestListener = (request, response) => {
      if (response.destroyed) return; // the client disconnected while others connected
      if (this.isTooMany() && !isForOperators(pathOf(request))) {
        const begun = performance.now();
        return this.refuse(response, () => sendRefusal(request, response, begun));
      }
      this.admitted.add(response, () => this.bound.countServed());
      answer(request, response);
    };
    return (request, response) => {
      followPipelined(request, response);
      if (this.acceptFirst.isCalm || isForOperators(pathOf(request))) return admitOrRefuse(request, response);
      this.acceptFirst.defer(() => admitOrRefuse(request, response));
    };
  }

  /** From now on responses say `Connection: close`, so that clients turn to another replica. */
  endConnections(): void {
    this.admitted.endConnections();
    this.refusals.endConnections();
  }

  /** Cuts the connections of admitted requests that have not arrived completely. */
  cutUnread(): void {
    this.admitted.cutUnread();
  }

  /** Resolves when every response was sent, refusals included. */
  async idle(): Promise<void> {
    if (this.owed > 0) await new Promise<void>((resolve) => (this.onIdle = resolve));
  }

  close(): void {
    this.bound.close();
  }

  private get owed(): number {
    return this.admitted.count + this.refusals.count;
  }

  private wakeIfIdle(): void {
    if (this.owed === 0) this.onIdle?.();
  }

  private isTooMany(): boolean {
    const working = this.inFlight - this.queued();
    return this.bound.isReached(working) && this.bound.isReached(working - this.admitted.unread());
  }

  private refuse(response: ServerResponse, send: () => void): void {
    this.refused += 1;
    this.refusedAt = performance.now();
    this.refusals.add(response);
    this.delays.hold(send);
  }

  private refusalSender() {
    const refusalOf = refusals(this.config);
    return (request: IncomingMessage, response: ServerResponse, begun: number): void => {
      const { status, prepared, lines, body } = refusalOf(request, requestIdOf(request));
      sendPrepared(response, status, [prepared], lines, body); // Node omits the body for HEAD
      this.metrics.http(ROUTE, request.method ?? '', status, (performance.now() - begun) / 1_000);
    };
  }
}
