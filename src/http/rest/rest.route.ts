import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { analyzeStored } from '../../graphql/operation-analysis';
import { serve, type Pipeline } from '../../operations/serve';
import { AppError } from '../../platform/errors/app-error';
import { sendError } from '../server/send-error';
import { readRestBodies } from './bodies';
import { inputsOf } from './inputs';
import { openApiOf } from './openapi';
import { restTransport, type PreparedRoute, type RestExecutors } from './rest.transport';
import type { RestRoute } from './route';
import { REST_ROUTES } from './routes';

export interface RestParts {
  pipeline: Pipeline;
  executors: RestExecutors;
  schema: GraphQLSchema;
  version: string;
}

const OPENAPI_PATH = '/api/openapi.json';

/** REST: the rows of the table, and the OpenAPI document that is made of them. */
export async function registerRest(server: FastifyInstance, { pipeline, executors, schema, version }: RestParts): Promise<void> {
  const routes = REST_ROUTES.map((route) => prepare(route, schema));
  const openApi = JSON.stringify(openApiOf(routes, schema, version));
  await server.register(async (app) => {
    readRestBodies(app);
    app.setErrorHandler(answerError);
    for (const route of routes) {
      const transport = restTransport(route, executors);
      app.route({
        method: route.method,
        url: route.path,
        handler: (_request, reply) => serve(pipeline, transport, reply),
      });
      refuseOtherMethods(app, route.path, route.method);
    }
    app.get(OPENAPI_PATH, (_request, reply) =>
      reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(openApi),
    );
    refuseOtherMethods(app, OPENAPI_PATH, 'GET');
  });
}

const prepare = (route: RestRoute, schema: GraphQLSchema): PreparedRoute => ({
  ...route,
  inputs: inputsOf(schema, route),
  analysis: analyzeStored(schema, route.document),
});

/** Expected failures are sent as they are; the server masks and logs the rest. */
function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!(error instanceof AppError)) throw error;
  if (error.code === 'UNAUTHENTICATED' && !reply.hasHeader('www-authenticate'))
    reply.header('www-authenticate', 'Bearer');
  return sendError(reply, request.url, request.id, error);
}

function refuseOtherMethods(app: FastifyInstance, url: string, method: 'GET' | 'POST'): void {
  const refuse = async (_request: FastifyRequest, reply: FastifyReply) => {
    reply.header('allow', method === 'GET' ? 'GET, HEAD' : 'POST');
    throw new AppError('METHOD_NOT_ALLOWED');
  };
  app.route({
    method: [method === 'GET' ? 'POST' : 'GET', 'PUT', 'PATCH', 'DELETE'],
    url,
    onRequest: refuse, // on arrival: a body that nobody wants is not read
    handler: refuse,
  });
}
