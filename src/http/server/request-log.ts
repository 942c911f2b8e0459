import type { FastifyRequest } from 'fastify';
import type { OperationInfo } from '../../operations/operation-info';
import type { Logger } from '../../platform/logging/logger';
import { shortName } from '../../platform/logging/short-name';
import { routeOf } from './operation-info';

/** No request should take that long, so each that does is logged. */
const SLOW_MS = 1_000;

/**
 * A line for each request at level debug, and at info only for slow requests and unexpected failures. A 503 is only counted,
 * because an outage would flood the log. The route is its pattern: paths contain ids, and query strings can contain
 * anything.
 *
 * A request that is not logged costs two comparisons.
 */
export type RequestLog = (status: number, ms: number, about: () => object) => void;

export function requestLog(logger: Logger): RequestLog {
  const tellsAll = logger.isLevelEnabled('debug');
  return (status, ms, about) => {
    const isNotable = ms >= SLOW_MS || (status >= 500 && status !== 503);
    if (!isNotable && !tellsAll) return;
    const line = { ...about(), status, ms: Math.round(ms * 100) / 100 };
    logger[isNotable ? 'info' : 'debug'](line, 'request');
  };
}

/** The fields of every line about a request: no address, no headers, and no input except the operation's name. */
export function aboutRequest(request: FastifyRequest) {
  const { id, method, operationInfo, span } = request;
  return {
    requestId: id,
    method,
    route: routeOf(request),
    ...(span && { traceId: span.traceId }),
    ...(operationInfo && aboutOperation(operationInfo)),
  };
}

/** The fields of an operation. */
export const aboutOperation = ({ kind, operation, userId }: Omit<OperationInfo, 'transport' | 'route'>) => ({
  kind,
  operation: shortName(operation),
  userId,
});
