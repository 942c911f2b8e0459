import type { FastifyReply } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { etagOf, type RecordedResponse, type Variant } from '../../operations/replay/recorded-response';
import type { Replayed } from '../../operations/replay/replay';
import type { PreparedHeaders } from '../../shared/prepared-headers';
import { addLimitLines, cacheResultOf, PRIVATE } from '../server/headers';
import { prepareHeaders } from '../server/prepared-head';
import { isRead } from '../server/reads';
import { hasEtag, REVALIDATED, VARY, wantedEncoding } from '../server/send-response';

export interface ReplayedResponse {
  status: 200 | 304;
  /** The headers that are the same each time. */
  prepared: PreparedHeaders;
  /** Names and values, in turns, of those that are not. */
  lines: string[];
  /** Null for a response without a body. */
  body: Buffer | null;
}

/** What one more request for a recorded response is answered with: its bytes, compressed where that is done. */
export function replayedResponse(request: IncomingMessage, replayed: Replayed): ReplayedResponse {
  const { recorded, reader, authentication } = replayed;
  const lines = ['x-cache', reader ? cacheResultOf(reader.log.reads) : 'HIT'];
  if (authentication.decision) addLimitLines(lines, authentication.decision);
  // A response is only repeated for the method that it was recorded for.
  if (isRead(request)) recorded.etag ??= etagOf(recorded.body);
  if (recorded.etag !== undefined && hasEtag(request, recorded.etag))
    return { status: 304, prepared: headOf(recorded, 304), lines, body: null };
  const encoding = wantedEncoding(request);
  const encoded = encoding && recorded.encoded[encoding];
  if (!encoded) return { status: 200, prepared: headOf(recorded, 'identity'), lines, body: recorded.body };
  return { status: 200, prepared: headOf(recorded, encoding), lines, body: encoded };
}

const headOf = (recorded: RecordedResponse, variant: Variant): PreparedHeaders =>
  (recorded.heads[variant] ??= prepareHeaders(linesOf(recorded, variant)));

function linesOf(recorded: RecordedResponse, variant: Variant): string[] {
  const { cacheKeys, headers = {}, etag, contentType } = recorded;
  const lines = ['vary', VARY, 'x-cache-key', cacheKeys, ...Object.entries(headers).flat()];
  if (etag === undefined) lines.push('cache-control', PRIVATE['cache-control']);
  else lines.push('cache-control', REVALIDATED, 'etag', etag);
  if (variant === 304) return lines;
  lines.push('content-type', contentType);
  if (variant === 'identity') return [...lines, 'content-length', String(recorded.body.length)];
  return [...lines, 'content-encoding', variant, 'content-length', String(recorded.encoded[variant]?.length)];
}

/** Sends the same through Fastify, for a request that has come that far. */
export function sendReplayed(reply: FastifyReply, replayed: Replayed): FastifyReply {
  const { status, prepared, lines, body } = replayedResponse(reply.request.raw, replayed);
  const all = [...prepared.lines, ...lines];
  for (let at = 0; at < all.length; at += 2) reply.header(all[at] ?? '', all[at + 1]);
  return reply.code(status).send(body ?? undefined);
}
