import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { RequestContext } from '../../shared/request-context';
import type { Authenticator, Authentication } from '../../access/authenticator';
import { createContext } from '../../operations/create-context';
import type { CompiledQueries, Operation } from '../../operations/compiled/compiled-queries';
import { execute, JSON_TYPE } from '../../operations/execute';
import type { OperationAnalysis, Operations } from '../../graphql/operation-analysis';
import type { PersistedQueries } from '../../graphql/persisted-queries';
import type { Cache } from '../../platform/cache/cache';
import { CacheReader } from '../../platform/cache/reader';
import { AppError } from '../../platform/errors/app-error';
import type { OperationKind } from '../../platform/metrics/http-metrics';
import type { Decision } from '../../platform/rate-limit/limiter';
import type { Spans } from '../../platform/tracing/tracing';
import type { OperationText } from '../../operations/replay/replay-cache';
import { callerOf } from '../server/caller';
import { bearerToken } from '../server/credentials';
import { recordCaller, operationInfoOf } from '../server/operation-info';
import { keepJsonBodiesAsText } from '../server/json-body';
import { sendRecorded, wantedEncoding } from '../server/send-response';
import { EXPLAIN_HEADER } from './explain';
import { refuseUnread, sendExecuted, turnAway, type AnswerParts } from './graphql-response';
import { readGraphqlRequest, type GraphqlRequest } from './graphql-request';
import { contextHeaders, recordedHeaders } from '../server/headers';
import { wantsPage } from '../pages/wants-page';
import { contentTypeFor } from './negotiation';
import { isRead } from '../server/reads';
import { sendError } from '../server/send-error';

export interface GraphqlParts extends AnswerParts {
  apollo: ApolloServer<RequestContext>;
  compiled: CompiledQueries;
  authenticator: Authenticator;
  cache: Cache;
  persistedQueries: PersistedQueries;
  operations: Operations;
  spans: Spans;
  /** Where a browser that opens /graphql is sent; null where there is no page for it. */
  explorer: string | null;
}

/** The GraphQL door: `POST /graphql`, and `GET` or `HEAD /graphql` for queries. Bodies stay text until it is clear that they must be read. */
export async function registerGraphql(server: FastifyInstance, parts: GraphqlParts): Promise<void> {
  await server.register(async (app) => {
    keepJsonBodiesAsText(app);
    addRoutes(app, parts);
  });
}

function addRoutes(app: FastifyInstance, parts: GraphqlParts): void {
  app.route({
    method: ['GET', 'HEAD', 'POST'],
    url: '/graphql',
    handler: (request, reply) => answer(request, reply, parts),
  });
}

const NOT_ACCEPTABLE = new AppError(
  'BAD_REQUEST',
  'The Accept header allows neither application/json nor application/graphql-response+json. Nothing was executed.',
);

/** The corridor: known operations are admitted and repeated; all others are read, bounded, admitted and run. */
async function answer(request: FastifyRequest, reply: FastifyReply, parts: GraphqlParts): Promise<FastifyReply> {
  if (parts.explorer && isBrowserVisit(request)) return reply.redirect(parts.explorer);
  const contentType = contentTypeFor(request.headers.accept);
  const text = contentType && operationText(request, contentType);
  if (text === null || !parts.replay.knows(text)) return answerAnew(request, reply, parts, contentType, text, null);
  const encoding = wantedEncoding(request);
  const operationInfo = operationInfoOf(request, 'graphql');
  operationInfo.kind = 'query';
  const { admitted, recorded, outdated } = await parts.replay.enter(text, bearerToken(request.raw), encoding);
  recordCaller(operationInfo, admitted);
  operationInfo.operation = recorded?.operation ?? null;
  if (recorded) return sendRecorded(request, reply, recorded, encoding, recordedHeaders(recorded, admitted.decision));
  const reader = new CacheReader(parts.cache, true);
  const confirmed = outdated && (await parts.replay.confirm(outdated, reader));
  if (!confirmed) return answerAnew(request, reply, parts, contentType, text, { admitted, reader });
  const headers = contextHeaders({ reader, decisions: decisionsOf(admitted) });
  return sendRecorded(request, reply, confirmed, encoding, headers);
}

/** Who was admitted to a query, and what was read for it already. */
interface Entrance {
  admitted: Authentication;
  reader: CacheReader;
}

/**
 * @param text under which the answer may be recorded; null if it may not
 * @param entrance null if nobody was asked yet
 */
async function answerAnew(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: GraphqlParts,
  contentType: string | null,
  text: OperationText | null,
  entrance: Entrance | null,
): Promise<FastifyReply> {
  const operationInfo = operationInfoOf(request, 'graphql');
  const asked = readGraphqlRequest(request);
  const inspected = inspect(asked, parts);
  if (inspected instanceof GraphQLError) return refuseUnread(reply, inspected, contentType ?? JSON_TYPE);
  if (contentType === null) return sendError(reply, request.url, request.id, NOT_ACCEPTABLE, 406);
  const { query, facts } = inspected;
  operationInfo.kind = kindOf(facts);
  operationInfo.operation = facts?.name ?? null;
  if (isRead(request) && facts && facts.kind !== 'query') {
    reply.header('allow', 'POST');
    throw new AppError('METHOD_NOT_ALLOWED', 'GET is for queries only.');
  }
  const isQuery = facts?.kind === 'query';
  const token = facts?.signsInOnly ? null : bearerToken(request.raw);
  const { admitted, reader } = entrance ?? {
    admitted: await parts.authenticator.admit(token, [], !facts?.signsOutOnly),
    reader: new CacheReader(parts.cache, isQuery),
  };
  recordCaller(operationInfo, admitted);
  const operation = { ...asked, query, isQuery };
  return runAdmitted(request, reply, parts, contentType, { admitted, reader }, operation, isQuery ? text : null);
}

/** The document's text and what it is about; or why it is refused unread. */
function inspect(
  { query, extensions, operationName, variables }: GraphqlRequest,
  { persistedQueries, operations }: GraphqlParts,
): { query: string; facts: OperationAnalysis | null } | GraphQLError {
  try {
    // Before it is kept: what is above the ceilings is not worth remembering.
    if (query !== undefined) operations.factsOf(query, operationName, variables);
    const resolved = persistedQueries.resolve(query, extensions);
    if (!resolved?.trim()) throw new AppError('BAD_REQUEST', 'There is no query.');
    return { query: resolved, facts: operations.factsOf(resolved, operationName, variables) };
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

async function runAdmitted(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: GraphqlParts,
  contentType: string,
  { admitted, reader }: Entrance,
  asked: Operation & { isQuery: boolean },
  text: OperationText | null,
): Promise<FastifyReply> {
  if (admitted.kind === 'invalid-token' || admitted.kind === 'refused')
    return turnAway(request, reply, parts, admitted);
  const newContext = () =>
    createContext(callerOf(request), {
      viewer: admitted.kind === 'viewer' ? admitted.viewer : null,
      decisions: decisionsOf(admitted),
      reader,
      maxRows: parts.operations.limits.rows,
    });
  const executed = await parts.spans('execute', () => execute(parts, asked, contentType, newContext));
  await executed.context.reader.stored();
  return sendExecuted(request, reply, parts, executed, text);
}

/** The limit that admission counted, if it did. */
const decisionsOf = (admitted: Authentication): Decision[] =>
  admitted.kind === 'viewer' && admitted.decision ? [admitted.decision] : [];

/** There are no subscriptions here; what else cannot be told, Apollo refuses. */
function kindOf(facts: OperationAnalysis | null): OperationKind {
  return facts === null || facts.kind === 'subscription' ? 'unknown' : facts.kind;
}

/** What makes two requests the same to the byte, and the kind of answer they want; null for one that must be run anew. */
function operationText(request: FastifyRequest, contentType: string): OperationText | null {
  if (request.headers[EXPLAIN_HEADER] !== undefined) return null;
  const kind = contentType === JSON_TYPE ? '' : contentType;
  if (isRead(request)) return `GET ${kind} ${request.url}`;
  return typeof request.body === 'string' ? `${kind} ${request.body}` : null;
}

const isBrowserVisit = (request: FastifyRequest): boolean =>
  wantsPage(request) && Object.keys(request.query as object).length === 0;
