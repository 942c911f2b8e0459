import type { RoundTripObserver } from '../round-trip-observer';

/** Runs work in its own span, if its request has a span. */
export type Spans = <T>(name: string, work: () => Promise<T>) => Promise<T>;

export const noSpans: Spans = (_name, work) => work();

/** The span of one request, which contains the spans of its work. */
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
  /** Call this after a trip to Redis. */
  redisTrip: RoundTripObserver;
  /** Exports the remaining spans, and waits for that up to 2 s. */
  close(): Promise<void>;
}
