import type { Registry } from 'prom-client';
import { createTally, remembered } from './tally';
import { createTimings } from './timings';

/** The transport of an operation. Its metric label is named `door`, which dashboards rely on. */
export type Transport = 'graphql' | 'rest';

/** `unknown` if the text cannot be parsed. */
export type OperationKind = 'query' | 'mutation' | 'unknown';

/** @param route the route's pattern, never its path: paths hold ids, and labels must stay few */
export type HttpMeter = (route: string, method: string, status: number, seconds: number) => void;

/** Called for each answered operation, successful or not. Its name is not a label, because clients choose it. */
export type OperationMeter = (transport: Transport, kind: OperationKind, seconds: number) => void;

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export function createHttpMeter(registry: Registry): HttpMeter {
  const requests = createTally(registry, 'stms_http_requests_total', 'Answered requests', [
    'route',
    'method',
    'status',
  ]);
  const durations = createTimings(
    registry,
    'stms_http_request_duration_seconds',
    'From the request read to the answer sent',
    ['route'],
  );
  const timed = remembered((route) => durations({ route }));
  const counted = remembered((key) => {
    const [method = '', status = '', route = ''] = key.split(' ');
    return requests({ route, method, status });
  });
  return (route, method, status, seconds) => {
    counted(`${METHODS.has(method) ? method : 'OTHER'} ${status} ${route}`)();
    timed(route)(seconds);
  };
}

export function createOperationMeter(registry: Registry): OperationMeter {
  const help = 'Operations by transport and kind, from the request read to the answer sent';
  const durations = createTimings(registry, 'stms_operation_duration_seconds', help, ['door', 'kind']);
  const timersOf = (transport: Transport) => ({
    query: durations({ door: transport, kind: 'query' }),
    mutation: durations({ door: transport, kind: 'mutation' }),
    unknown: durations({ door: transport, kind: 'unknown' }),
  });
  const timers = { graphql: timersOf('graphql'), rest: timersOf('rest') };
  return (transport, kind, seconds) => timers[transport][kind](seconds);
}
