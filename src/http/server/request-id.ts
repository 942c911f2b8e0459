import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const ACCEPTABLE = /^[A-Za-z0-9-]{8,64}$/;

/** A client's own id is used if it is safe for logs and headers. */
export function requestIdOf(request: IncomingMessage): string {
  const own = request.headers['x-request-id'];
  return typeof own === 'string' && ACCEPTABLE.test(own) ? own : randomUUID();
}
