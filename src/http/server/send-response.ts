import type { FastifyReply, FastifyRequest } from 'fastify';
import { etagOf, type Encoding, type RecordedResponse } from '../../operations/replay/recorded-response';
import type { Headers } from './headers';
import { isRead } from './reads';

const VARY = 'Accept, Accept-Encoding, Authorization, Origin';

/**
 * Sends a recorded answer: its bytes, compressed where that is done.
 *
 * @param encoding what the client would rather have than plain bytes
 * @param headers what this request met of the cache and the limits
 */
export function sendRecorded(
  request: FastifyRequest,
  reply: FastifyReply,
  recorded: RecordedResponse,
  encoding: Encoding | null,
  headers: Headers,
): FastifyReply {
  reply.headers({
    'cache-control': isRead(request) ? 'private, no-cache' : 'private, no-store',
    'content-type': recorded.contentType,
    vary: VARY,
    ...recorded.headers,
    ...headers,
  });
  if (isRead(request)) {
    const etag = (recorded.etag ??= etagOf(recorded.body));
    reply.header('etag', etag);
    if (matches(request, etag)) return reply.code(304).removeHeader('content-type').send();
  }
  const encoded = encoding && recorded.encoded[encoding];
  if (!encoded) return reply.code(200).send(recorded.body);
  return reply.code(200).header('content-encoding', encoding).send(encoded);
}

/** Sends a new response. A GET may revalidate it by its ETag. */
export function sendFresh(request: FastifyRequest, reply: FastifyReply, body: Buffer): FastifyReply {
  if (!isRead(request)) return reply.send(body);
  const etag = etagOf(body);
  reply.headers({ etag, 'cache-control': 'private, no-cache', vary: VARY });
  if (matches(request, etag)) return reply.code(304).removeHeader('content-type').send();
  return reply.send(body);
}

/** Weak comparison, as RFC 9110 wants it for If-None-Match. */
export function matches(request: FastifyRequest, etag: string): boolean {
  const asked = request.headers['if-none-match'];
  if (asked === undefined) return false;
  const bare = etag.replace(/^W\//, '');
  return asked.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === bare);
}

/** The best that the client takes; null for plain bytes. */
export function wantedEncoding(request: FastifyRequest): Encoding | null {
  const accepted = request.headers['accept-encoding'];
  if (typeof accepted !== 'string') return null;
  return (['br', 'gzip'] as const).find((encoding) => takes(accepted, encoding)) ?? null;
}

/** Whether the list names the encoding, and not with `q=0`. */
function takes(accepted: string, encoding: Encoding): boolean {
  return accepted.split(',').some((item) => {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
