import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { AppError } from '../../platform/errors/app-error';
import { readRestBodies } from './bodies';
import { handleRequest, type RequestParts } from './handle-request';
import { inputsOf } from './inputs';
import { openApiOf } from './openapi';
import { REST_ROUTES } from './routes';

export interface RestParts extends RequestParts {
  schema: GraphQLSchema;
  version: string;
}

const OPENAPI_PATH = '/api/openapi.json';

/** The REST door: the rows of the table, and the OpenAPI document that is made of them. */
export async function registerRest(server: FastifyInstance, parts: RestParts): Promise<void> {
  const openApi = JSON.stringify(openApiOf(REST_ROUTES, parts.schema, parts.version));
  await server.register(async (app) => {
    readRestBodies(app);
    for (const route of REST_ROUTES) {
      const ready = { ...route, inputs: inputsOf(parts.schema, route) };
      app.route({
        method: route.method,
        url: route.path,
        handler: (request, reply) => handleRequest(request, reply, ready, parts),
      });
      refuseOtherMethods(app, route.path, route.method);
    }
    app.get(OPENAPI_PATH, (_request, reply) =>
      reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(openApi),
    );
    refuseOtherMethods(app, OPENAPI_PATH, 'GET');
  });
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
