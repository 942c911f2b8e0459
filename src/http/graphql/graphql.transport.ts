import type { FastifyReply } from 'fastify';
import type { Analyzed, OperationAnalysis, Operations } from '../../graphql/operation-analysis';
import type { PersistedQueries } from '../../graphql/persisted-queries';
import type { Executors } from '../../operations/execute';
import type { TransportAdapter } from '../../operations/serve';
import { AppError } from '../../platform/errors/app-error';
import type { OperationKind } from '../../platform/metrics/http-metrics';
import { httpExchange } from '../server/exchange';
import { operationInfoOf } from '../server/operation-info';
import { isRead } from '../server/reads';
import { executeHttp } from './execute-http';
import { readGraphqlRequest, type GraphqlRequest } from './graphql-request';
import { negotiate } from './negotiation';
import { graphqlText } from './operation-text';
import { sendExecuted, sendRefusal } from './graphql-response';

/** What reads and runs GraphQL documents. */
export interface GraphqlExecutors extends Executors {
  persistedQueries: PersistedQueries;
  operations: Operations;
  /** Whether every client may request the cache explanation; administrators always may. */
  explainsToAll: boolean;
}

/** Reads GraphQL requests into operations, and writes their results as GraphQL over HTTP. */
export const graphqlTransport = (executors: GraphqlExecutors): TransportAdapter<FastifyReply> => ({
  ...httpExchange,
  infoOf: ({ request }) => operationInfoOf(request, 'graphql'),
  textOf: ({ request: { raw, body } }) => graphqlText(raw, typeof body === 'string' ? body : null),
  read(reply, info) {
    const { request } = reply;
    const asked = readGraphqlRequest(request);
    const { query, analysis, document, isExpensive } = inspect(asked, executors);
    info.kind = kindOf(analysis);
    info.operation = analysis?.name ?? null;
    const contentType = negotiate(request.headers.accept);
    if (isRead(request) && analysis && analysis.kind !== 'query') {
      reply.header('allow', 'POST');
      throw new AppError('METHOD_NOT_ALLOWED', 'GET runs queries only. Send mutations by POST.');
    }
    const isQuery = info.kind === 'query';
    return {
      kind: info.kind,
      signsInOnly: analysis?.signsInOnly ?? false,
      isUncounted: analysis?.isUncounted ?? false,
      isTokenOptional: false,
      isExpensive,
      signInRole: null,
      wholeLists: false,
      run: (context) => executeHttp(executors, { ...asked, query, document }, isQuery, contentType, context),
    };
  },
  refuse: sendRefusal,
  send: (reply, response, body, context) => sendExecuted(reply, response, body, context, executors.explainsToAll),
});

/** The document's text and its analysis. */
function inspect(
  { query, extensions, operationName, variables }: GraphqlRequest,
  { persistedQueries, operations }: GraphqlExecutors,
): Analyzed & { query: string } {
  // Analyze before storing, so that no document above the limits takes memory.
  const analyzed = query === undefined ? null : operations.analyze(query, operationName, variables);
  const resolved = persistedQueries.resolve(query, extensions);
  if (!resolved?.trim()) throw new AppError('BAD_REQUEST', 'The request has no query.');
  return { query: resolved, ...(analyzed ?? operations.analyze(resolved, operationName, variables)) };
}

/** The schema has no subscriptions, and Apollo refuses a document that names no single operation. */
const kindOf = (analysis: OperationAnalysis | null): OperationKind =>
  analysis === null || analysis.kind === 'subscription' ? 'unknown' : analysis.kind;
