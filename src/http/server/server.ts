import cors from '@fastify/cors';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import type { RequestListener } from 'node:http';
import type { Config } from '../../config/config';
import { AppError } from '../../platform/errors/app-error';
import type { Logger } from '../../platform/logging/logger';
import type { Metrics } from '../../platform/metrics/metrics';
import type { Tracing } from '../../platform/tracing/spans';
import type { LoadShedding } from '../overload/load-shedding';
import { trustedProxies } from './addresses';
import { refuseOtherEncodings } from './body-text';
import { answerClientError } from './client-error';
import { EXPOSED_HEADERS, type Headers } from './headers';
import { readJsonBodies } from './json-body';
import { refuseUnknownMethods } from './known-methods';
import { createNodeServer } from './node-server';
import { decorateOperationInfo, routeOf } from './operation-info';
import { isReadableUrl } from './readable-url';
import { requestIdOf } from './request-id';
import { aboutRequest, requestLog } from './request-log';
import { traceRequests } from './request-spans';
import { readingHeaders, readingOrigins, safeHeaders } from './safe-headers';
import { sendError } from './send-error';

export interface ServerParts {
  config: Config;
  logger: Logger;
  metrics: Metrics;
  tracing: Tracing | null;
  load: LoadShedding;
  /** Sees each admitted request before Fastify does. */
  before: (next: RequestListener) => RequestListener;
}

/** Fastify with the behavior of every response: request id, safe headers, errors in the form of the transport. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const { config, load, tracing } = parts;
  const safe = safeHeaders(config);
  const origins = readingOrigins(config);
  const operatorPaths = new Set<string>();
  const app = createFastify(parts, safe, origins, operatorPaths);
  load.watch(app.server);
  readJsonBodies(app);
  decorateOperationInfo(app);
  traceRequests(app, tracing);
  app.addHook('onRoute', ({ url, config: { isForOperators } = {} }) => {
    if (isForOperators) operatorPaths.add(url);
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(safe).header('x-request-id', request.id);
    if (!hasHost(request)) return done(new AppError('BAD_REQUEST'));
    done(isReadableUrl(request.url) ? undefined : UNREADABLE_URL);
  });
  refuseUnknownMethods(app, origins);
  refuseOtherEncodings(app);
  observeResponses(app, parts);
  answerErrors(app, parts);
  await app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'],
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: 600,
    strictPreflight: false, // an OPTIONS request that is not a preflight is valid, too
  });
  return app;
}

/** @param operatorPaths paths that are served even under overload; filled when routes are registered */
function createFastify(
  { config, load, before }: ServerParts,
  safe: Headers,
  origins: readonly string[],
  operatorPaths: ReadonlySet<string>,
): FastifyInstance {
  const isForOperators = (path: string) => operatorPaths.has(path.replace(/(?<=.)\/$/, ''));
  return Fastify({
    logger: false,
    genReqId: (request) => requestIdOf(request),
    trustProxy: trustedProxies(config.trustProxy),
    bodyLimit: config.bodyLimitBytes,
    schemaController: NO_SCHEMAS,
    serverFactory: (answer) => createNodeServer(config, load.guard(isForOperators, before(answer))),
    forceCloseConnections: 'idle',
    // During a drain, requests on open connections are served, and their connections closed.
    return503OnClosing: false,
    clientErrorHandler: (error, socket) => answerClientError(safe, error, socket),
    // The operation answers ids of any length as not found. As in the former system, a URL may end with a slash.
    routerOptions: { maxParamLength: 16_384, ignoreTrailingSlash: true },
    // No hook runs for a URL that cannot be decoded, so its response gets the same headers here.
    frameworkErrors: (error, request, reply) => {
      reply.headers(safe).header('x-request-id', request.id);
      reply.headers(readingHeaders(request.headers.origin, origins));
      return sendError(reply, request.url, request.id, asAppError(error));
    },
  });
}

/** Metrics and log lines of all responses. */
function observeResponses(app: FastifyInstance, { logger, metrics }: ServerParts): void {
  const log = requestLog(logger);
  app.addHook('onResponse', (request, reply, done) => {
    const { operationInfo } = request;
    if (request.routeOptions.config.isEndless && reply.raw.statusCode === 200) return done();
    const ms = reply.elapsedTime;
    metrics.http(routeOf(request), request.method, reply.statusCode, ms / 1000);
    if (operationInfo) metrics.operation(operationInfo.transport, operationInfo.kind, ms / 1000);
    log(reply.statusCode, ms, () => aboutRequest(request));
    done();
  });
}

/** Masks and logs unexpected errors. */
function answerErrors(app: FastifyInstance, { logger, metrics }: ServerParts): void {
  app.setErrorHandler((error: FastifyError | AppError, request, reply) => {
    const known = asAppError(error);
    if (known.code === 'INTERNAL_SERVER_ERROR') {
      metrics.unexpectedError();
      logger.error({ err: error, ...aboutRequest(request) }, 'unexpected error');
    }
    return sendError(reply, request.url, request.id, known);
  });
}

/** No route has a JSON schema. Without these compilers, Fastify would load Ajv. */
const NO_SCHEMAS = {
  compilersFactory: { buildValidator: refuseSchemas, buildSerializer: refuseSchemas },
};

function refuseSchemas(): never {
  throw new Error('Routes have no JSON schemas: GraphQL checks what a request sends.');
}

const UNREADABLE_URL = new AppError(
  'BAD_REQUEST',
  'The URL has characters outside ASCII. Percent-encode them in UTF-8.',
);

const hasHost = ({ headers, raw }: FastifyRequest): boolean => headers.host !== undefined || raw.httpVersion !== '1.1';

/** Maps Fastify's own refusals by their status. All other unknown errors are masked. */
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
