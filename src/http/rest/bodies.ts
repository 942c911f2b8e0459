import type { FastifyInstance } from 'fastify';
import { AppError } from '../../platform/errors/app-error';
import { parseJson } from '../server/json-body';
import { textOf } from '../server/body-text';

/** JSON bodies as on every door; but an empty one is none, whatever its type: legacy clients send such with a logout. */
export function readRestBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) =>
    body.length === 0 ? undefined : parseJson(textOf(body), 'The body'),
  );
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) => {
    if (body.length > 0) throw new AppError('UNSUPPORTED_MEDIA_TYPE');
  });
}
