import type { FastifyRequest } from 'fastify';
import { isRead } from '../server/reads';

/** Whether the client is a browser: browsers prefer HTML, and programs accept JSON or anything. */
export const wantsPage = (request: FastifyRequest): boolean =>
  isRead(request) && (request.headers.accept?.startsWith('text/html') ?? false);
