import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { serve, type Pipeline } from '../../operations/serve';
import { AppError } from '../../platform/errors/app-error';
import type { Method, RestRow } from '../../shared/rest/route';
import { sendError } from '../server/send-error';
import { readRestBodies } from './bodies';
import { openApiOf } from './openapi';
import { prepare, type RestRoute } from './prepare';
import { restTransport, type RestExecutors } from './rest.transport';

export interface RestParts {
  rows: readonly RestRow[];
  pipeline: Pipeline;
  executors: RestExecutors;
  schema: GraphQLSchema;
  version: string;
}

const OPENAPI_PATH = '/api/openapi.json';

/** The REST transport: the routes of all rows, and the OpenAPI document that is made of them. */
export function registerRest(
  server: FastifyInstance,
  { rows, pipeline, executors, ...parts }: RestParts,
): Promise<void> {
  return registerRows(server, rows, parts, (route) => {
    const transport = restTransport(route, executors);
    return (_request, reply) => serve(pipeline, transport, reply);
  });
}

/** @throws Error for a row that does not fit the schema or the other rows */
export async function registerRows(
  server: FastifyInstance,
  rows: readonly RestRow[],
  { schema, version }: Pick<RestParts, 'schema' | 'version'>,
  handlerOf: (route: RestRoute) => RouteHandlerMethod,
): Promise<void> {
  const routes = rows.map((row) => prepare(row, schema));
  let openApi: Buffer | undefined;
  // Made for the first request, as bytes: each unread response would hold its own copy of a string.
  const document = () => (openApi ??= Buffer.from(JSON.stringify(openApiOf(routes, schema, version))));
  await server.register(async (app) => {
    readRestBodies(app);
    app.setErrorHandler(answerError);
    for (const [path, sharing] of byPath(routes)) {
      for (const route of sharing) add(app, route.method, path, handlerOf(route));
    }
    add(app, 'GET', OPENAPI_PATH, (_request, reply) =>
      reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(document()),
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
function byPath(routes: readonly RestRoute[]): ReadonlyMap<string, RestRoute[]> {
  const paths = new Map<string, RestRoute[]>();
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
