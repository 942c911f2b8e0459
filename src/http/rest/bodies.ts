import type { FastifyInstance } from 'fastify';
import { AppError } from '../../platform/errors/app-error';
import { parseJson } from '../server/json-body';
import { textOf } from '../server/body-text';

/** Accepts JSON bodies. An empty body of any type counts as absent: clients of the former system send one to log out. */
export function readRestBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) =>
    body.length === 0 ? undefined : parseJson(textOf(body), 'The body'),
  );
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) => {
    if (body.length > 0) throw new AppError('UNSUPPORTED_MEDIA_TYPE');
  });
}
