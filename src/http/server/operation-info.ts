import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OperationInfo } from '../../operations/operation-info';
import type { Transport } from '../../platform/metrics/http-metrics';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null where the request names no operation. */
    operationInfo: OperationInfo | null;
  }
}

export function decorateOperationInfo(app: FastifyInstance): void {
  app.decorateRequest('operationInfo', null);
}

export const operationInfoOf = (request: FastifyRequest, transport: Transport): OperationInfo =>
  (request.operationInfo ??= { transport, route: routeOf(request), kind: 'unknown', operation: null, userId: null });

/** The pattern of the request's URL; paths contain ids. */
export const routeOf = ({ routeOptions }: FastifyRequest): string => routeOptions.url ?? 'unmatched';
