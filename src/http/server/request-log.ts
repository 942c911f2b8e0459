import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../../platform/logging/logger';

/** Milliseconds. No request should take that long; one that does is worth a line. */
const SLOW_MS = 1_000;
/** Names are chosen by clients, and may be as long as a document. */
const NAME_LENGTH = 100;

/**
 * A line for each request at level debug; at info only for those that were slow or that failed as nobody expected. A 503
 * is counted, not told: an outage must not bury the log. The route is its pattern: paths hold ids, query strings anything.
 *
 * @returns to be told of each answer; it costs two comparisons where nothing is to be written
 */
export function requestLog(logger: Logger): (request: FastifyRequest, reply: FastifyReply, ms: number) => void {
  const tellsAll = logger.isLevelEnabled('debug');
  return (request, reply, ms) => {
    const { statusCode: status } = reply;
    const isNotable = ms >= SLOW_MS || (status >= 500 && status !== 503);
    if (!isNotable && !tellsAll) return;
    const line = { ...aboutRequest(request), status, ms: Math.round(ms * 100) / 100 };
    logger[isNotable ? 'info' : 'debug'](line, 'request');
  };
}

/** What every line about a request tells of it: no address, no headers, nothing that was sent but the operation's name. */
export function aboutRequest({ id, method, routeOptions, operationInfo, span }: FastifyRequest) {
  return {
    requestId: id,
    method,
    route: routeOptions.url ?? 'unmatched',
    ...(span && { traceId: span.traceId }),
    ...(operationInfo && {
      kind: operationInfo.kind,
      operation: operationInfo.operation?.slice(0, NAME_LENGTH),
      userId: operationInfo.userId,
    }),
  };
}
