import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { serve, type Pipeline } from '../../operations/serve';
import { wantsPage } from '../pages/wants-page';
import { keepJsonBodiesAsText } from '../server/json-body';
import { sendError } from '../server/send-error';
import { sendDocumentError } from './graphql-response';
import { NotAcceptable } from './negotiation';
import { graphqlTransport, type GraphqlExecutors } from './graphql.transport';

/**
 * GraphQL: `POST /graphql`, and `GET /graphql` for queries. A body stays text until the pipeline has to read it.
 *
 * @param explorer where a browser that opens /graphql is sent; null without such a page
 */
export async function registerGraphql(
  server: FastifyInstance,
  pipeline: Pipeline,
  executors: GraphqlExecutors,
  explorer: string | null,
): Promise<void> {
  const transport = graphqlTransport(executors);
  await server.register(async (app) => {
    keepJsonBodiesAsText(app);
    app.setErrorHandler(answerError);
    app.route({
      method: ['GET', 'HEAD', 'POST'],
      url: '/graphql',
      handler: (request, reply) =>
        explorer && isBrowserVisit(request) ? reply.redirect(explorer) : serve(pipeline, transport, reply),
    });
  });
}

/** A document that is refused before execution is answered as GraphQL; the server answers every other error. */
function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof GraphQLError) return sendDocumentError(reply, error);
  if (error instanceof NotAcceptable) return sendError(reply, request.url, request.id, error, 406);
  throw error;
}

const isBrowserVisit = (request: FastifyRequest): boolean =>
  wantsPage(request) && Object.keys(request.query as object).length === 0;
