import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { readLegacyBodies } from './bodies';
import { answerOrRefuse, type CorridorParts } from './corridor';
import { inputsOf } from './inputs';
import { openApiOf } from './openapi';
import { LEGACY_ROUTES } from './routes';

export interface LegacyParts extends CorridorParts {
  schema: GraphQLSchema;
  version: string;
}

const OPENAPI_PATH = '/api/openapi.json';

/** The REST door: the rows of the table, and the OpenAPI document that is made of them. */
export async function registerLegacy(server: FastifyInstance, parts: LegacyParts): Promise<void> {
  const openApi = JSON.stringify(openApiOf(LEGACY_ROUTES, parts.schema, parts.version));
  await server.register(async (app) => {
    readLegacyBodies(app);
    for (const route of LEGACY_ROUTES) {
      const ready = { ...route, inputs: inputsOf(parts.schema, route) };
      app.route({
        method: route.method === 'GET' ? ['GET', 'HEAD'] : route.method,
        url: route.path,
        handler: (request, reply) => answerOrRefuse(request, reply, ready, parts),
      });
    }
    app.get(OPENAPI_PATH, (_request, reply) =>
      reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(openApi),
    );
  });
}
