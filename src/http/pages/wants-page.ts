import type { FastifyRequest } from 'fastify';

/** Whether somebody looks with a browser: those ask for HTML before all else. Programs ask for JSON, or for anything. */
export const wantsPage = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && (headers.accept?.startsWith('text/html') ?? false);
