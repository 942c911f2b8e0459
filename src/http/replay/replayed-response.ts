import type { FastifyReply } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { etagOf, type RecordedResponse } from '../../operations/replay/recorded-response';
import type { Replayed } from '../../operations/replay/replay';
import { addLimitLines, cacheResultOf, PRIVATE } from '../server/headers';
import { isRead } from '../server/reads';
import { hasEtag, REVALIDATED, VARY, wantedEncoding } from '../server/send-response';

export interface ReplayedResponse {
  status: 200 | 304;
  /** Names and values in turns, as `writeHead` takes them, without those of every response. */
  lines: string[];
  /** Null for a response without a body. */
  body: Buffer | null;
}

/** What one more request for a recorded response is answered with: its bytes, compressed where that is done. */
export function replayedResponse(request: IncomingMessage, replayed: Replayed): ReplayedResponse {
  const { recorded, reader, authentication } = replayed;
  recorded.headerLines ??= fixedLines(recorded, isRead(request));
  const lines = [...recorded.headerLines, 'x-cache', reader ? cacheResultOf(reader.log.reads) : 'HIT'];
  if (authentication.decision) addLimitLines(lines, authentication.decision);
  if (recorded.etag !== undefined && hasEtag(request, recorded.etag)) return { status: 304, lines, body: null };
  lines.push('content-type', recorded.contentType);
  const encoding = wantedEncoding(request);
  const encoded = encoding && recorded.encoded[encoding];
  if (!encoded) return { status: 200, lines, body: recorded.body };
  lines.push('content-encoding', encoding);
  return { status: 200, lines, body: encoded };
}

/** The headers that are the same each time: a response is only repeated for the method that it was recorded for. */
function fixedLines(recorded: RecordedResponse, isRevalidated: boolean): string[] {
  const lines = ['vary', VARY, 'x-cache-key', recorded.cacheKeys];
  for (const [name, value] of Object.entries(recorded.headers ?? {})) lines.push(name, value);
  if (!isRevalidated) return [...lines, 'cache-control', PRIVATE['cache-control']];
  recorded.etag = etagOf(recorded.body);
  return [...lines, 'cache-control', REVALIDATED, 'etag', recorded.etag];
}

/** Sends the same through Fastify, for a request that has come that far. */
export function sendReplayed(reply: FastifyReply, replayed: Replayed): FastifyReply {
  const { status, lines, body } = replayedResponse(reply.request.raw, replayed);
  for (let at = 0; at < lines.length; at += 2) reply.header(lines[at] ?? '', lines[at + 1]);
  return reply.code(status).send(body ?? undefined);
}
