/**
 * Threats: the page holds its user's token, so nothing but the gateway's own files may run in it or be told of it (no
 * remote script, no inline script, no foreign frame around it, no request to anywhere else), and only the files listed
 * are served: no path of a request ever reaches the file system.
 */
import type { FastifyInstance } from 'fastify';
import { loadExplorerAssets } from './explorer.assets';
import { explorerPage } from './explorer.page';

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** GET /explorer with all it loads, and GET /, which leads there. @param enabled false: / tells where the doors are */
export function registerExplorer(app: FastifyInstance, enabled: boolean): void {
  if (!enabled) {
    app.get('/', async () => ({
      name: 'STMS Gateway',
      graphql: '/graphql',
      rest: '/api/openapi.json',
      health: '/health',
    }));
    return;
  }

  const assets = loadExplorerAssets();
  const page = explorerPage((name) => assets.get(name)?.url ?? '');
  app.get('/', (_request, reply) => reply.redirect('/explorer'));
  app.get('/explorer', (_request, reply) =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', CONTENT_SECURITY_POLICY)
      .header('referrer-policy', 'no-referrer')
      .header('cross-origin-opener-policy', 'same-origin')
      .header('cache-control', 'no-cache')
      .send(page),
  );
  for (const { url, type, bytes } of assets.values()) {
    app.get(url, (_request, reply) =>
      reply.header('content-type', type).header('cache-control', 'public, max-age=31536000, immutable').send(bytes),
    );
  }
}
