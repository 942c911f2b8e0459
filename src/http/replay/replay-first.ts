import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { OperationText } from '../../operations/replay/replay-cache';
import { replayRecorded, type Replayed, type Replaying, type ReplayParts } from '../../operations/replay/replay';
import type { Logger } from '../../platform/logging/logger';
import type { Transport } from '../../platform/metrics/http-metrics';
import type { Metrics } from '../../platform/metrics/metrics';
import type { PreparedHeaders } from '../../shared/prepared-headers';
import { graphqlText } from '../graphql/operation-text';
import { restText } from '../rest/operation-text';
import { textOf } from '../server/body-text';
import { bearerToken } from '../server/credentials';
import { EXPOSED_HEADERS, type Headers } from '../server/headers';
import { prepareHeaders, sendPrepared } from '../server/prepared-head';
import { requestIdOf } from '../server/request-id';
import { aboutOperation, type RequestLog } from '../server/request-log';
import { wantedEncoding } from '../server/send-response';
import { leaveReplay } from './begun-replays';
import { hasPlainBody, readBody } from './read-body';
import { replayedResponse } from './replayed-response';

/*
 * This file decides nothing about rights. Authentication, scope and versions are the pipeline's. A request that is in any way
 * unusual, or whose operation is not recorded, goes on to Fastify as if it had never been here.
 */

export interface ReplayFirst extends ReplayParts {
  metrics: Pick<Metrics, 'http' | 'operation' | 'unexpectedError'>;
  logger: Pick<Logger, 'error'>;
  log: RequestLog;
  /** Headers of every response. */
  safe: Headers;
  /** Origins whose pages may read responses. */
  origins: readonly string[];
  bodyLimitBytes: number;
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  transport: Transport;
  begunAt: number;
}

/**
 * Sends recorded responses before Fastify sees the request: routing, hooks and parsers are a quarter of the CPU of a repeated
 * read (measured).
 *
 * @param next Fastify's listener, which continues a replay that was begun and found outdated
 */
export function replayFirst(parts: ReplayFirst, next: RequestListener): RequestListener {
  const everyResponse = prepareHeaders([
    ...Object.entries(parts.safe).flat(),
    'access-control-expose-headers',
    EXPOSED_HEADERS.join(', '),
  ]);

  const attempt = (exchange: Exchange, text: OperationText | null): void => {
    const { request, response } = exchange;
    if (text === null || !parts.replay.knows(text)) return next(request, response);
    const replaying = replayRecorded(parts, text, bearerToken(request), wantedEncoding(request));
    const goOn = (): void => {
      leaveReplay(request, replaying);
      next(request, response);
    };
    const take = (outcome: Replaying): void => {
      if (outcome.kind === 'replayed') return send(parts, exchange, outcome, everyResponse);
      // Others wait for the run. If the client has gone already, no handler runs and no further event comes.
      if (response.destroyed) return outcome.end?.(null);
      if (outcome.end) response.once('close', () => outcome.end?.(null));
      goOn();
    };
    replaying.then(take, goOn).catch((error: unknown) => fail(parts, response, error));
  };

  return (request, response) => {
    const { url = '', method, headers } = request;
    const transport = transportOf(url);
    if (transport === null || headers.host === undefined) return next(request, response);
    const exchange = { request, response, transport, begunAt: performance.now() };
    if (method === 'GET' && headers['content-length'] === undefined && headers['transfer-encoding'] === undefined)
      return attempt(exchange, transport === 'rest' ? restText(request) : graphqlText(request, null));
    if (method !== 'POST' || transport === 'rest' || !hasPlainBody(request, parts.bodyLimitBytes))
      return next(request, response);
    readBody(request, (body) => attempt(exchange, isUtf8(body) ? graphqlText(request, textOf(body)) : null));
  };
}

const transportOf = (url: string): Transport | null => {
  if (url.startsWith('/api/')) return 'rest';
  return url === '/graphql' || url.startsWith('/graphql?') ? 'graphql' : null;
};

function send(parts: ReplayFirst, exchange: Exchange, replayed: Replayed, everyResponse: PreparedHeaders): void {
  const { request, response } = exchange;
  const { status, prepared, lines, body } = replayedResponse(request, replayed);
  const requestId = requestIdOf(request);
  const { origin } = request.headers;
  if (origin !== undefined && parts.origins.includes(origin)) lines.push('access-control-allow-origin', origin);
  lines.push('x-request-id', requestId);
  sendPrepared(response, status, [prepared, everyResponse], lines, body);
  request.resume(); // what was put back is dropped
  observe(parts, exchange, replayed, requestId);
}

/** An error of this code costs the client its connection, not everyone the process. */
function fail({ metrics, logger }: ReplayFirst, response: ServerResponse, error: unknown): void {
  metrics.unexpectedError();
  logger.error({ err: error }, 'unexpected error');
  response.destroy();
}

function observe(
  { metrics, log }: ReplayFirst,
  { request, response, transport, begunAt }: Exchange,
  { recorded, authentication }: Replayed,
  requestId: string,
): void {
  const ms = performance.now() - begunAt;
  const { method = '' } = request;
  const { route, operation } = recorded;
  metrics.http(route, method, response.statusCode, ms / 1_000);
  metrics.operation(transport, 'query', ms / 1_000);
  log(response.statusCode, ms, () => {
    const info = aboutOperation({ kind: 'query', operation, userId: authentication.userId });
    return { requestId, method, route, ...info };
  });
}
