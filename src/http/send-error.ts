import type { FastifyReply, FastifyRequest } from 'fastify';
import { unavailable, type AppError } from '../platform/errors/app-error';
import { errorBody } from './error-body';
import { letRead } from './safe-headers';
import { takeOver } from './take-over';

/** One for all: to make an error each time, with its stack, costs as much as to send it. */
const TOO_MUCH = unavailable('too many requests in flight');

/** Answers with an error in the shape of the door that was asked. */
export function sendError(reply: FastifyReply, url: string, requestId: string, error: AppError): FastifyReply {
  return reply.send(describe(reply, url, requestId, error));
}

/**
 * Tells a client that there is too much to do. Past everything that an answer goes through otherwise: the time of an
 * overloaded replica is for those it has let in.
 */
export function tellOverloaded(request: FastifyRequest, reply: FastifyReply, origins: readonly string[]): void {
  letRead(reply, request.headers.origin, origins);
  const body = describe(reply, request.url, request.id, TOO_MUCH);
  reply.header('content-length', Buffer.byteLength(body));
  takeOver(reply).end(body); // of which Node sends nothing where only the head was asked for
}

/** Sets status and headers. @returns the body */
function describe(reply: FastifyReply, url: string, requestId: string, error: AppError): string {
  const { type, body } = errorBody(url, requestId, error);
  reply.code(error.status).header('cache-control', 'no-store').header('content-type', type);
  if (error.retryAfter !== undefined) reply.header('retry-after', String(error.retryAfter));
  return body;
}
