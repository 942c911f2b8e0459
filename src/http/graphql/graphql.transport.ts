import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OperationAnalysis, Operations } from '../../graphql/operation-analysis';
import type { PersistedQueries } from '../../graphql/persisted-queries';
import type { Executors } from '../../operations/execute';
import type { OperationText } from '../../operations/replay/replay-cache';
import type { TransportAdapter } from '../../operations/serve';
import { AppError } from '../../platform/errors/app-error';
import type { OperationKind } from '../../platform/metrics/http-metrics';
import { httpExchange } from '../server/exchange';
import { operationInfoOf } from '../server/operation-info';
import { isRead } from '../server/reads';
import { executeHttp } from './execute-http';
import { EXPLAIN_HEADER } from './explain';
import { readGraphqlRequest, type GraphqlRequest } from './graphql-request';
import { contentTypeFor, negotiate } from './negotiation';
import { sendExecuted, sendRefusal } from './graphql-response';

/** What GraphQL documents are read and run by. */
export interface GraphqlExecutors extends Executors {
  persistedQueries: PersistedQueries;
  operations: Operations;
  /** Whether any client may ask how the cache answered; administrators always may. */
  explainsToAll: boolean;
}

/** Reads GraphQL requests into operations, and writes their results as GraphQL over HTTP. */
export const graphqlTransport = (executors: GraphqlExecutors): TransportAdapter<FastifyReply> => ({
  ...httpExchange,
  infoOf: ({ request }) => operationInfoOf(request, 'graphql'),
  textOf: ({ request }) => operationText(request),
  read(reply, info) {
    const { request } = reply;
    const asked = readGraphqlRequest(request);
    const { query, analysis } = inspect(asked, executors);
    info.kind = kindOf(analysis);
    info.operation = analysis?.name ?? null;
    const contentType = negotiate(request.headers.accept);
    if (isRead(request) && analysis && analysis.kind !== 'query') {
      reply.header('allow', 'POST');
      throw new AppError('METHOD_NOT_ALLOWED', 'GET is for queries only.');
    }
    const isQuery = info.kind === 'query';
    return {
      kind: info.kind,
      signsInOnly: analysis?.signsInOnly ?? false,
      signsOutOnly: analysis?.signsOutOnly ?? false,
      isTokenOptional: false,
      signInRole: null,
      wholeLists: false,
      run: (context) => executeHttp(executors, { ...asked, query }, isQuery, contentType, context),
    };
  },
  refuse: sendRefusal,
  send: (reply, response, body, context) => sendExecuted(reply, response, body, context, executors.explainsToAll),
});

/** The document's text, and its analysis; null where Apollo must say what is wrong with it. */
function inspect(
  { query, extensions, operationName, variables }: GraphqlRequest,
  { persistedQueries, operations }: GraphqlExecutors,
): { query: string; analysis: OperationAnalysis | null } {
  // Before a document is stored: one above the limits is not worth memory.
  if (query !== undefined) operations.analyze(query, operationName, variables);
  const resolved = persistedQueries.resolve(query, extensions);
  if (!resolved?.trim()) throw new AppError('BAD_REQUEST', 'There is no query.');
  return { query: resolved, analysis: operations.analyze(resolved, operationName, variables) };
}

/** The schema has no subscriptions, and Apollo refuses a document that names no single operation. */
const kindOf = (analysis: OperationAnalysis | null): OperationKind =>
  analysis === null || analysis.kind === 'subscription' ? 'unknown' : analysis.kind;

/** The request to the byte, and the negotiated media type; null for one that asks for an explanation of the cache. */
function operationText(request: FastifyRequest): OperationText | null {
  const contentType = contentTypeFor(request.headers.accept);
  if (contentType === null || request.headers[EXPLAIN_HEADER] !== undefined) return null;
  if (isRead(request)) return `GET ${contentType} ${request.url}`;
  return typeof request.body === 'string' ? `${contentType} ${request.body}` : null;
}
