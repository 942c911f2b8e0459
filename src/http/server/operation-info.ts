import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Authentication } from '../../access/authenticator';
import type { Transport, OperationKind } from '../../platform/metrics/http-metrics';

/** What becomes known of an operation on its way, for metrics, log and traces. Nothing of it is used to answer. */
export interface OperationInfo {
  readonly door: Transport;
  kind: OperationKind;
  /** As the client, or the table of routes, names it. */
  operation: string | null;
  userId: string | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null where no operation was asked for. */
    operationInfo: OperationInfo | null;
  }
}

export function decorateOperationInfo(app: FastifyInstance): void {
  app.decorateRequest('operationInfo', null);
}

export const operationInfoOf = (request: FastifyRequest, door: Transport): OperationInfo =>
  (request.operationInfo ??= { door, kind: 'unknown', operation: null, userId: null });

export function recordCaller(operationInfo: OperationInfo, admitted: Authentication): void {
  switch (admitted.kind) {
    case 'viewer':
      operationInfo.userId = admitted.userId;
      return;
    case 'refused':
    case 'invalid-token':
      operationInfo.userId = admitted.who?.userId ?? null;
      return;
    case 'anonymous':
      return;
  }
}
