import cors from '@fastify/cors';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Config } from '../config/config';
import { AppError } from '../platform/errors/app-error';
import type { Logger } from '../platform/logging/logger';
import type { Metrics } from '../platform/metrics/metrics';
import { told } from '../graphql/format-error';
import { EXPOSED_HEADERS } from './headers';
import { readJsonBodies } from './json-body';
import { PROBLEM_JSON, problemOf } from './problem';
import { requestIdOf } from './request-id';

/** Milliseconds a client may take to send a whole request. */
const REQUEST_TIMEOUT_MS = 10_000;
const SANDBOX = 'https://studio.apollographql.com';

/** Fastify with what holds for every answer: request id, safe headers, errors in the door's own shape. */
export async function createServer(config: Config, logger: Logger, metrics: Metrics): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    logger: false,
    genReqId: (request) => requestIdOf(request),
    trustProxy: trusted(config.trustProxy),
    bodyLimit: config.bodyLimitBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: 0,
    forceCloseConnections: 'idle',
    // Ids of any length are the operation's to refuse, as not found.
    routerOptions: { maxParamLength: 16_384 },
    // Undecodable addresses never reach the hooks; they get the same headers and shape by hand.
    frameworkErrors: (error, request, reply) => {
      setCommonHeaders(reply, request.id, config.hsts);
      return sendError(reply, request.url, request.id, asAppError(error));
    },
  });
  readJsonBodies(app);
  app.addHook('onRequest', async (request, reply) => setCommonHeaders(reply, request.id, config.hsts));
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unmatched';
    metrics.http(route, request.method, reply.statusCode, reply.elapsedTime / 1000);
  });
  app.setErrorHandler((error: FastifyError | AppError, request, reply) => {
    const known = asAppError(error);
    if (known.code === 'INTERNAL_SERVER_ERROR') logger.error({ err: error, requestId: request.id }, 'unexpected error');
    return sendError(reply, request.url, request.id, known);
  });
  app.setNotFoundHandler((request, reply) =>
    sendError(reply, request.url, request.id, new AppError('NOT_FOUND', 'There is nothing at this address.')),
  );
  await app.register(cors, {
    origin: config.introspection ? [...config.corsOrigins, SANDBOX] : config.corsOrigins,
    methods: ['GET', 'POST', 'OPTIONS'],
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: 600,
  });
  return app;
}

/** A hop count trusts that many addresses from the right; CIDRs trust theirs, wherever they stand. */
function trusted(proxies: Config['trustProxy']): false | string[] | ((address: string, hop: number) => boolean) {
  return typeof proxies === 'number' ? (_address, hop) => hop < proxies : proxies;
}

function setCommonHeaders(reply: FastifyReply, requestId: string, hsts: boolean): void {
  reply.header('x-request-id', requestId).header('x-content-type-options', 'nosniff');
  if (hsts) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
}

/** Fastify's own refusals by their status; anything else that is unknown is masked. */
function asAppError(error: Error & { statusCode?: number }): AppError {
  if (error instanceof AppError) return error;
  switch (error.statusCode) {
    case 400:
    case 414:
      return new AppError('BAD_REQUEST');
    case 413:
      return new AppError('PAYLOAD_TOO_LARGE');
    case 415:
      return new AppError('UNSUPPORTED_MEDIA_TYPE');
    default:
      return new AppError('INTERNAL_SERVER_ERROR', undefined, { cause: error });
  }
}

/** GraphQL clients are told in GraphQL's shape, all others in RFC 9457's. */
export function sendError(reply: FastifyReply, url: string, requestId: string, error: AppError): FastifyReply {
  reply.code(error.status).header('cache-control', 'no-store');
  if (error.retryAfter !== undefined) reply.header('retry-after', String(error.retryAfter));
  if (!isGraphql(url)) return reply.type(PROBLEM_JSON).send(problemOf(error, requestId));
  const masked = error.code === 'INTERNAL_SERVER_ERROR';
  const { message, extensions } = told(error);
  return reply.send({ errors: [{ message, extensions: { ...extensions, ...(masked && { requestId }) } }] });
}

const isGraphql = (url: string) => /^\/graphql(?:[/?#]|$)/.test(url);
