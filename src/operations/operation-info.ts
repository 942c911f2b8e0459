import type { Authentication } from '../access/authenticator';
import type { OperationKind, Transport } from '../platform/metrics/http-metrics';

/** Facts about an operation for metrics, log and traces. No response depends on them. */
export interface OperationInfo {
  readonly transport: Transport;
  /** Pattern of the URL. */
  readonly route: string;
  kind: OperationKind;
  /** Its name, from the client or from the REST route. */
  operation: string | null;
  userId: string | null;
}

export function recordCaller(info: OperationInfo, authentication: Authentication): void {
  switch (authentication.kind) {
    case 'viewer':
      info.userId = authentication.userId;
      return;
    case 'rate-limited':
    case 'invalid-token':
      info.userId = authentication.claimed?.userId ?? null;
      return;
    case 'anonymous':
      return;
  }
}
