import type { IncomingMessage } from 'node:http';
import { JSON_TYPE } from '../server/headers';

/** Whether the body is JSON in UTF-8 with a `Content-Length` of at most `most` bytes. Other bodies are left to Fastify. */
export function hasPlainBody({ headers }: IncomingMessage, most: number): boolean {
  const { 'content-type': type, 'content-length': length, 'content-encoding': coding } = headers;
  if (type !== 'application/json' && type !== JSON_TYPE) return false;
  if (coding !== undefined || headers['transfer-encoding'] !== undefined || headers.expect !== undefined) return false;
  return Number(length) > 0 && Number(length) <= most;
}

/**
 * Reads a plain body, puts it back into the stream, and pauses the request. The next reader gets the whole body.
 * `onBody` is not called for a body that does not arrive in full. The server's request timeout closes its connection.
 */
export function readBody(request: IncomingMessage, onBody: (body: Buffer) => void): void {
  const length = Number(request.headers['content-length']);
  const chunks: Buffer[] = [];
  let bytes = 0;
  const onData = (chunk: Buffer): void => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes < length) return;
    request.off('data', onData).pause();
    const body = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    request.unshift(body);
    onBody(body);
  };
  request.on('data', onData);
}
