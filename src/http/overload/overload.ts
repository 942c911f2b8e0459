import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Config } from '../../config/config';
import { unavailable } from '../../platform/errors/app-error';
import type { Metrics } from '../../platform/metrics/metrics';
import type { Arrivals } from './arrivals';
import { errorAnswer } from '../server/error-body';
import type { Load } from './load';
import { followPipelined } from '../server/pipelined';
import { requestIdOf } from '../server/request-id';
import { readingHeaders, readingOrigins, safeHeaders } from '../server/safe-headers';

/** In place of the route, which is not looked for. */
const ROUTE = 'overload';
const TOO_MUCH = unavailable('too many requests in flight');

export interface OverloadParts {
  config: Config;
  metrics: Metrics;
  load: Load;
  arrivals: Arrivals;
  isDraining: () => boolean;
  /** What tells how the gateway does is answered however much it has to do. @param path without its query */
  isForOperators: (path: string) => boolean;
}

/**
 * The door before all others: what comes while there is too much to do is refused before anything else is done for it. Not
 * even the framework's request is made of it: that alone would take a quarter of the CPU of a refusal. The time of an
 * overloaded replica is for those it has let in.
 */
export function refuseOverload(parts: OverloadParts, answer: RequestListener): RequestListener {
  const { load, arrivals, isForOperators } = parts;
  const tell = overloadTeller(parts);
  const admit: RequestListener = (request, response) => {
    if (response.destroyed) return; // gone while others arrived
    if (load.isTooMuch() && !isForOperators(pathOf(request))) {
      const begun = performance.now();
      return load.refuse(() => tell(request, response, begun));
    }
    load.enter(response);
    answer(request, response);
  };
  return (request, response) => {
    followPipelined(request, response);
    if (arrivals.areOver || isForOperators(pathOf(request))) return admit(request, response);
    arrivals.wait(() => admit(request, response));
  };
}

function overloadTeller({ config, metrics, isDraining }: OverloadParts) {
  const safe = safeHeaders(config);
  const origins = readingOrigins(config);
  return (request: IncomingMessage, response: ServerResponse, begun: number): void => {
    const requestId = requestIdOf(request);
    const { status, headers, body } = errorAnswer(request.url ?? '', requestId, TOO_MUCH);
    const reading = readingHeaders(request.headers.origin, origins);
    if (isDraining()) response.shouldKeepAlive = false;
    response.writeHead(status, { ...safe, 'x-request-id': requestId, ...reading, ...headers });
    response.end(body); // of which Node sends nothing where only the head was asked for
    metrics.http(ROUTE, request.method ?? '', status, (performance.now() - begun) / 1_000);
  };
}

const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0] ?? '';
