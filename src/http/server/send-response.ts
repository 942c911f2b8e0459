import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { etagOf, type Encoding } from '../../operations/replay/recorded-response';
import { isRead } from './reads';

/** A client may store a response to a GET, and must revalidate it each time. */
export const REVALIDATED = 'private, no-cache';

export const VARY = 'Accept, Accept-Encoding, Authorization, Origin';

/** Sends a new response. A GET may revalidate it by its ETag. */
export function sendFresh(request: FastifyRequest, reply: FastifyReply, body: Buffer): FastifyReply {
  if (!isRead(request)) return reply.send(body);
  const etag = etagOf(body);
  reply.headers({ etag, 'cache-control': REVALIDATED, vary: VARY });
  if (hasEtag(request, etag)) return reply.code(304).removeHeader('content-type').send();
  return reply.send(body);
}

/** Weak comparison, as RFC 9110 wants it for If-None-Match. */
export function hasEtag(request: Pick<IncomingMessage, 'headers'>, etag: string): boolean {
  const asked = request.headers['if-none-match'];
  if (asked === undefined) return false;
  const bare = etag.replace(/^W\//, '');
  return asked.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === bare);
}

/** The best encoding that the client accepts; null for plain bytes. */
export function wantedEncoding(request: Pick<IncomingMessage, 'headers'>): Encoding | null {
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
