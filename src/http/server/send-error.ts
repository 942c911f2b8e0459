import type { FastifyReply } from 'fastify';
import type { AppError } from '../../platform/errors/app-error';
import { errorAnswer } from './error-body';

/** Answers with an error in the shape of the door that was asked. @param code of HTTP, where the error's own is too general */
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
