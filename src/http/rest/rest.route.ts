import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { serve, type Pipeline } from '../../operations/serve';
import { AppError } from '../../platform/errors/app-error';
import type { Method, RestRoute } from '../../shared/rest/route';
import { JSON_TYPE } from '../server/headers';
import { sendError } from '../server/send-error';
import { readRestBodies } from './bodies';
import { openApiOf } from './openapi';
import { prepare, type PreparedRoute } from './prepare';
import { restTransport, type RestExecutors } from './rest.transport';

export interface RestParts {
  routes: readonly RestRoute[];
  pipeline: Pipeline;
  executors: RestExecutors;
  schema: GraphQLSchema;
  version: string;
}

const OPENAPI_PATH = '/api/openapi.json';

/** The REST transport: all routes, and the OpenAPI document that is made of them. */
export function registerRest(
  server: FastifyInstance,
  { routes, pipeline, executors, ...parts }: RestParts,
): Promise<void> {
  return registerRoutes(server, routes, parts, (route) => {
    const transport = restTransport(route, executors);
    return (_request, reply) => serve(pipeline, transport, reply);
  });
}

/** @throws Error for a route that does not fit the schema or the other routes */
export async function registerRoutes(
  server: FastifyInstance,
  routes: readonly RestRoute[],
  { schema, version }: Pick<RestParts, 'schema' | 'version'>,
  handlerOf: (route: PreparedRoute) => RouteHandlerMethod,
): Promise<void> {
  const prepared = routes.map((route) => prepare(route, schema));
  let openApi: Buffer | undefined;
  // Made for the first request, as bytes: each unread response would hold its own copy of a string.
  const document = () => (openApi ??= Buffer.from(JSON.stringify(openApiOf(prepared, schema, version))));
  await server.register(async (app) => {
    readRestBodies(app);
    app.setErrorHandler(answerError);
    for (const [path, sharing] of byPath(prepared)) {
      for (const route of sharing) add(app, route.method, path, handlerOf(route));
    }
    add(app, 'GET', OPENAPI_PATH, (_request, reply) =>
      reply.type(JSON_TYPE).header('cache-control', 'no-cache').send(document()),
    );
  });
}

/** Expected failures are sent as they are; the server masks and logs the rest. */
function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!(error instanceof AppError)) throw error;
  if (error.status === 401 && !reply.hasHeader('www-authenticate')) reply.header('www-authenticate', 'Bearer');
  return sendError(reply, request.url, request.id, error);
}

const add = (app: FastifyInstance, method: Method, url: string, handler: RouteHandlerMethod): void =>
  void app.route({ method: method === 'GET' ? ['GET', 'HEAD'] : method, url, handler });

/** The routes by path. Fixed paths win over those with parameters, in any order. */
function byPath(routes: readonly PreparedRoute[]): ReadonlyMap<string, PreparedRoute[]> {
  const paths = new Map<string, PreparedRoute[]>();
  const named = new Map<string, string>();
  for (const route of routes) {
    const shape = route.path.replaceAll(/:\w+/g, ':');
    const path = named.get(shape) ?? route.path;
    if (path !== route.path) throw new Error(`${path} and ${route.path} are one path: name its parameters alike`);
    named.set(shape, path);
    paths.set(path, [...(paths.get(path) ?? []), route]);
  }
  return paths;
}
