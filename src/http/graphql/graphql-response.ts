import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import { invalidToken, type Refusal } from '../../access/authenticator';
import { withDocsUrl, toClientError } from '../../graphql/errors/format-error';
import { outcomeOf } from '../../graphql/errors/http-outcome';
import type { OperationResponse } from '../../operations/serve';
import type { RequestContext } from '../../shared/request-context';
import { contextHeaders, JSON_TYPE, limitHeaders, PRIVATE, type Headers } from '../server/headers';
import { sendFresh } from '../server/send-response';
import { contentTypeFor, speaksGraphqlJson } from './negotiation';
import { EXPLAIN_HEADER, withExplanation } from './explain';

/** @param explainsToAll whether every client may request the cache explanation; administrators always may */
export function sendExecuted(
  reply: FastifyReply,
  response: OperationResponse,
  body: Buffer,
  context: RequestContext,
  explainsToAll: boolean,
): FastifyReply {
  const { status, retryAfter, contentType } = response;
  reply.code(status).header('content-type', contentType).headers(PRIVATE).headers(contextHeaders(context));
  if (retryAfter !== null) reply.header('retry-after', String(retryAfter));
  if (mayExplain(reply.request, context, explainsToAll))
    return reply.send(withExplanation(response.body, context.reader.log));
  return response.isFaultless ? sendFresh(reply.request, reply, body) : reply.send(body);
}

/** 401 for an invalid token; 200 for a used-up limit, which is an error of the operation. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  if (refusal.kind === 'invalid-token') {
    const { message, extensions } = toClientError(invalidToken());
    return send(reply, 401, PRIVATE, { errors: [{ message, extensions }] });
  }
  const { error, decision } = refusal;
  const headers = { ...PRIVATE, ...limitHeaders([decision]), 'retry-after': String(error.retryAfter) };
  return send(reply, 200, headers, { errors: [toClientError(error)], data: null });
}

/** Refuses a document before it is executed, with the status that execution would give the error. */
export function sendDocumentError(reply: FastifyReply, error: GraphQLError): FastifyReply {
  const contentType = contentTypeFor(reply.request.headers.accept) ?? JSON_TYPE;
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

/** Keys and tags reveal other users' data: in production only an administrator may see them. */
const mayExplain = (request: FastifyRequest, { viewer }: RequestContext, explainsToAll: boolean): boolean =>
  request.headers[EXPLAIN_HEADER] === '1' && (explainsToAll || viewer?.role === 'ADMIN');
