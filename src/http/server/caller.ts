import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../operations/create-context';
import { addressOf } from './addresses';

/** Identifies a device on which its user has signed in before. CORS allows the header like any other. */
export const DEVICE_HEADER = 'x-device-token';

export const callerOf = (request: FastifyRequest): Caller => ({
  requestId: request.id,
  ip: addressOf(request),
  userAgent: headerText(request.headers['user-agent']),
  device: { shown: single(request.headers[DEVICE_HEADER]), given: null },
});

/** Node decodes headers as Latin-1, but most clients that send more than ASCII send UTF-8. */
function headerText(header: string | undefined): string | null {
  if (header === undefined) return null;
  const bytes = Buffer.from(header, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : header;
}

const single = (header: string | string[] | undefined): string | null => (typeof header === 'string' ? header : null);
