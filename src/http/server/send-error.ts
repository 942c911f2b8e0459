import type { FastifyReply } from 'fastify';
import type { AppError } from '../../platform/errors/app-error';
import { errorAnswer } from './error-body';

/** Sends an error in the form of the transport. @param code HTTP status, if the error's own is too general */
export function sendError(
  reply: FastifyReply,
  url: string,
  requestId: string,
  error: AppError,
  code?: number,
): FastifyReply {
  const { status, headers, body } = errorAnswer(url, requestId, error, code);
  return reply.code(status).headers(headers).send(body);
}
