import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Admitted } from '../graphql/admission';
import type { Door, OperationKind } from '../platform/metrics/http-metrics';

/** What becomes known of an operation on its way, for metrics, log and traces. Nothing of it is used to answer. */
export interface Notes {
  readonly door: Door;
  kind: OperationKind;
  /** As the client, or the table of routes, names it. */
  operation: string | null;
  userId: string | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null where no operation was asked for. */
    notes: Notes | null;
  }
}

export function allowNotes(app: FastifyInstance): void {
  app.decorateRequest('notes', null);
}

export const takeNotes = (request: FastifyRequest, door: Door): Notes =>
  (request.notes ??= { door, kind: 'unknown', operation: null, userId: null });

export function noteCaller(notes: Notes, admitted: Admitted): void {
  switch (admitted.kind) {
    case 'viewer':
      notes.userId = admitted.userId;
      return;
    case 'refused':
    case 'invalid-token':
      notes.userId = admitted.who?.userId ?? null;
      return;
    case 'anonymous':
      return;
  }
}
