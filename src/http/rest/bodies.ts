import type { FastifyInstance } from 'fastify';
import { AppError } from '../../platform/errors/app-error';
import { parseJson } from '../server/json-body';

/** JSON bodies as on every door; but an empty one is none, whatever its type: legacy clients send such with a logout. */
export function readRestBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, async (_request: unknown, body: string) =>
    body === '' ? undefined : parseJson(body, 'The body'),
  );
  app.addContentTypeParser('*', { parseAs: 'string' }, async (_request: unknown, body: string) => {
    if (body !== '') throw new AppError('UNSUPPORTED_MEDIA_TYPE');
  });
}
