import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { Audit } from '../../features/audit/audit';
import type { RequestContext } from '../../shared/request-context';
import type { Authentication } from '../../access/authenticator';
import { JSON_TYPE, type Answer, speaksGraphqlJson } from '../../operations/execute';
import { withDocsUrl, toClientError } from '../../graphql/errors/format-error';
import { outcomeOf } from '../../graphql/errors/http-outcome';
import { unauthenticated } from '../../platform/errors/app-error';
import type { OperationText, ReplayCache } from '../../operations/replay/replay-cache';
import { callerOf } from '../server/caller';
import { EXPLAIN_HEADER, withExplanation } from './explain';
import { contextHeaders, limitHeaders, PRIVATE, type Headers } from '../server/headers';
import { sendFresh } from '../server/send-response';

export interface AnswerParts {
  audit: Audit;
  replay: ReplayCache;
  /** Whether anyone may ask how the cache answered; administrators always may. */
  explainsToAll: boolean;
}

/** What was executed; it is recorded under `text` if it may be repeated. */
export function sendExecuted(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: AnswerParts,
  { context, status, retryAfter, contentType, body, isFaultless }: Answer,
  text: OperationText | null,
): FastifyReply {
  reply.code(status).headers({ 'content-type': contentType, ...PRIVATE, ...contextHeaders(context) });
  if (retryAfter !== null) reply.header('retry-after', String(retryAfter));
  if (mayExplain(request, context, parts)) return reply.send(withExplanation(body, context.reader.log));
  if (!isFaultless) return reply.send(body);
  const bytes = Buffer.from(body);
  if (text !== null)
    parts.replay.record(text, context, {
      operation: request.operationInfo?.operation ?? null,
      body: bytes,
      contentType,
    });
  return sendFresh(request, reply, bytes);
}

/** Who shows a token that does not count (401), or has used up its limit (200, as an error of the operation). */
export function turnAway(
  request: FastifyRequest,
  reply: FastifyReply,
  { audit }: AnswerParts,
  admitted: Extract<Authentication, { kind: 'invalid-token' | 'refused' }>,
): FastifyReply {
  if (admitted.kind === 'invalid-token') {
    audit.turnedAway(callerOf(request), 'UNAUTHENTICATED', admitted.who ?? {});
    const { message, extensions } = toClientError(
      unauthenticated('This session has ended, or the token is not valid.'),
    );
    return send(reply, 401, PRIVATE, { errors: [{ message, extensions }] });
  }
  audit.turnedAway(callerOf(request), admitted.error.code, admitted.who);
  const headers = {
    ...PRIVATE,
    ...limitHeaders([admitted.decision]),
    'retry-after': String(admitted.error.retryAfter),
  };
  return send(reply, 200, headers, { errors: [toClientError(admitted.error)], data: null });
}

/** A document that is refused unread, with the status its error has after reading. */
export function refuseUnread(reply: FastifyReply, error: GraphQLError, contentType: string): FastifyReply {
  const errors = [withDocsUrl(error)];
  const { status } = outcomeOf(errors, 400, speaksGraphqlJson(contentType));
  return send(reply, status, { ...PRIVATE, 'content-type': contentType }, { errors });
}

function send(reply: FastifyReply, status: number, headers: Headers, body: object): FastifyReply {
  return reply
    .code(status)
    .headers({ 'content-type': JSON_TYPE, ...headers })
    .send(JSON.stringify(body));
}

/** Keys and tags tell of others' data: in production only an administrator sees them. */
const mayExplain = (request: FastifyRequest, { viewer }: RequestContext, parts: AnswerParts): boolean =>
  request.headers[EXPLAIN_HEADER] === '1' && (parts.explainsToAll || viewer?.role === 'ADMIN');
