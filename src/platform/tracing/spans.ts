import type { RoundTripObserver } from '../round-trip-observer';

/** Does work within a span of its own, where the request it belongs to has one. */
export type Spans = <T>(name: string, work: () => Promise<T>) => Promise<T>;

export const noSpans: Spans = (_name, work) => work();

/** The span of one request: what happens within it belongs to it. */
export interface RequestSpan {
  readonly traceId: string;
  within(work: () => void): void;
  end(facts: RequestFacts): void;
}

export interface RequestFacts {
  method: string;
  /** The route's pattern. */
  route: string;
  status: number;
  requestId: string;
  kind?: string;
  operation?: string | undefined;
  userId?: string | null;
}

export interface Tracing {
  /** @param traceparent of the client; an invalid one counts as absent */
  beginRequest(traceparent: string | undefined): RequestSpan;
  spans: Spans;
  /** A trip to Redis that is over. */
  redisTrip: RoundTripObserver;
  /** Sends what has not been sent; waits for it, but not for long. */
  close(): Promise<void>;
}
