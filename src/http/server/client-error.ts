import { STATUS_CODES, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import { AppError } from '../../platform/errors/app-error';
import { errorAnswer } from './error-body';
import type { Headers } from './headers';

/*
 * Threats this file answers: requests that Node cannot parse (oversized or malformed headers, incomplete bodies) reach no
 * hook. Their responses have the same safe headers, reveal nothing, and are never written into another response.
 */

/** Writes the response to the socket, and closes it. @param headers of every response */
export function answerClientError(
  headers: Headers,
  error: Error & { code?: string; rawPacket?: unknown },
  socket: Socket,
): void {
  const pending = pendingAnswer(socket);
  if (error.code !== 'ECONNRESET' && socket.writable && !pending?.headersSent) {
    const [status, message] = explain(error.code);
    const requestId = randomUUID();
    const url = pending?.req.url ?? addressIn(error.rawPacket) ?? '';
    const { headers: own, body } = errorAnswer(url, requestId, new AppError('BAD_REQUEST', message), status);
    const head = { ...headers, 'x-request-id': requestId, ...own, connection: 'close' };
    const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  }
  socket.destroy();
}

function explain(code: string | undefined): [status: number, message?: string] {
  if (code === 'HPE_HEADER_OVERFLOW') return [431, 'The request line and headers are too large.'];
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'The request took too long to arrive.'];
  return [400];
}

/** The response to a request whose head was read. Node attaches it to the socket. */
function pendingAnswer(socket: Socket): ServerResponse | null {
  const pending: unknown = '_httpMessage' in socket ? socket._httpMessage : null;
  return pending instanceof ServerResponse ? pending : null;
}

/** The path, if the received bytes start with a request line. */
function addressIn(packet: unknown): string | undefined {
  if (!Buffer.isBuffer(packet)) return undefined;
  return /^[A-Z]+ (\/[^\s?]*)/.exec(packet.toString('latin1', 0, 200))?.[1];
}
