import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../platform/errors/app-error';
import { readingHeaders } from './safe-headers';

/** The pattern of a route's path, and the methods of all routes with that path. */
interface Known {
  pattern: RegExp;
  methods: Set<string>;
}

/**
 * Answers 405 with `Allow` for a method that the path does not support, and 404 if no route matches. Answers OPTIONS with
 * the supported methods. It does so before the body is read. Register it before all routes.
 */
export function refuseUnknownMethods(app: FastifyInstance, origins: readonly string[]): void {
  const known = new Map<string, Known>();
  app.addHook('onRoute', ({ url, method }) => {
    if (url === ANY_PATH) return;
    const { methods } = known.get(url) ?? newKnown(known, url);
    for (const one of [method].flat()) methods.add(one);
  });
  app.addHook('onRequest', (request, reply, done) => {
    const { method } = request;
    if (!request.is404 && method !== 'OPTIONS') return done();
    if (isPreflight(request) || request.url === ANY_PATH) return done();
    const methods = methodsFor(request, known);
    if (methods && method === 'OPTIONS') {
      reply.header('allow', [...methods, 'OPTIONS'].join(', '));
      return done();
    }
    if (methods) reply.header('allow', [...methods].join(', '));
    reply.headers(readingHeaders(request.headers.origin, origins));
    done(methods ? new AppError('METHOD_NOT_ALLOWED') : isWithoutId(request) ? NO_SUCH_THING : NOTHING_HERE);
  });
}

const ANY_PATH = '*';
const NO_SUCH_THING = new AppError('NOT_FOUND');
const NOTHING_HERE = new AppError('NOT_FOUND', 'No route matches this URL.');

function newKnown(known: Map<string, Known>, url: string): Known {
  const pattern = new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}/?$`);
  const fresh = { pattern, methods: new Set<string>() };
  known.set(url, fresh);
  return fresh;
}

function methodsFor({ url }: FastifyRequest, known: ReadonlyMap<string, Known>): Set<string> | null {
  const path = url.split('?', 1)[0] ?? '';
  const exact = known.get(path);
  if (exact) return exact.methods;
  for (const { pattern, methods } of known.values()) if (pattern.test(path)) return methods;
  return null;
}

/** Whether the path ends where an id should be. */
const isWithoutId = ({ url }: FastifyRequest): boolean => /^[^?]*\/(\?|$)/.test(url);

const isPreflight = ({ method, headers }: FastifyRequest): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
