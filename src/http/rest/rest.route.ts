import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
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
        method: route.method === 'GET' ? ['GET', 'HEAD'] : route.method,
        url: route.path,
        handler: (request, reply) => handleRequest(request, reply, ready, parts),
      });
    }
    app.get(OPENAPI_PATH, (_request, reply) =>
      reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(openApi),
    );
  });
}
