import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../../platform/logging/logger';

/** Milliseconds. No request should take that long; one that does is worth a line. */
const SLOW_MS = 1_000;
/** Names are chosen by clients, and may be as long as a document. */
const NAME_LENGTH = 100;

/**
 * A line for each request at level debug, and at info only for slow requests and unexpected failures. A 503 is only counted,
 * because an outage would flood the log. The route is its pattern: paths contain ids, and query strings can contain
 * anything.
 *
 * @returns a function to call for each response; it costs two comparisons if nothing is logged
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

/** The fields of every line about a request: no address, no headers, and no input except the operation's name. */
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
