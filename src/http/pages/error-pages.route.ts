import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { ERROR_CATALOG, errorPage, GRAPHQL_CODES, type ErrorCode } from '../../platform/errors/codes';

/** The same for src/ and dist/. */
const ROOT = path.join(__dirname, '../../..');

/**
 * The page of each code, the target of `extensions.url` and of a problem's `type`. Pages are read once, so no path of a
 * request reaches the disk.
 */
export function registerErrorPages(app: FastifyInstance): void {
  const codes = [...(Object.keys(ERROR_CATALOG) as ErrorCode[]), ...GRAPHQL_CODES];
  for (const url of codes.map(errorPage)) {
    const page = readFileSync(path.join(ROOT, url));
    // As plain text, which browsers show; most of them save text/markdown to a file.
    app.get(url, (_request, reply) =>
      reply.type('text/plain; charset=utf-8').header('cache-control', 'public, max-age=3600').send(page),
    );
  }
}
