import type { FastifyRequest } from 'fastify';
import { isRead } from '../server/reads';

/** Whether somebody looks with a browser: those ask for HTML before all else. Programs ask for JSON, or for anything. */
export const wantsPage = (request: FastifyRequest): boolean =>
  isRead(request) && (request.headers.accept?.startsWith('text/html') ?? false);
