import { HeaderMap, type ApolloServer } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { OperationLimits } from '../config/config';
import type { RequestContext } from '../features/request';
import type { Admission, Admitted } from '../graphql/admission';
import { createContext } from '../graphql/context';
import { told } from '../graphql/format-error';
import { factsOf } from '../graphql/operation';
import { findExcess } from '../graphql/operation-limits';
import { outcomeOf } from '../graphql/outcome';
import type { PersistedQueries } from '../graphql/persisted-queries';
import type { Cache } from '../platform/cache/cache';
import { AppError, unauthenticated } from '../platform/errors/app-error';
import type { OperationText, Replay } from '../replay/replay';
import { callerOf } from './caller';
import { bearerToken } from './credentials';
import { keepJsonBodiesAsText } from './json-body';
import { sendFresh, sendRecorded } from './replayed';
import { EXPLAIN_HEADER, withExplanation } from './explain';
import { readGraphqlRequest, type GraphqlRequest } from './graphql-request';
import { contextHeaders, limitHeaders, PRIVATE, type Headers } from './headers';

export interface GraphqlParts {
  apollo: ApolloServer<RequestContext>;
  admission: Admission;
  cache: Cache;
  replay: Replay;
  persistedQueries: PersistedQueries;
  limits: OperationLimits;
  /** Whether anyone may ask how the cache answered; administrators always may. */
  explainsToAll: boolean;
  /** Where a browser that opens /graphql is sent; null where there is no page for it. */
  explorer: string | null;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_JSON = 'application/graphql-response+json';

/** The GraphQL door: `POST /graphql`, and `GET /graphql` for queries. Bodies stay text until it is clear that they must be read. */
export async function registerGraphql(server: FastifyInstance, parts: GraphqlParts): Promise<void> {
  await server.register(async (app) => {
    keepJsonBodiesAsText(app);
    addRoutes(app, parts);
  });
}

function addRoutes(app: FastifyInstance, parts: GraphqlParts): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: (request, reply) => answer(request, reply, parts),
  });
  app.route({
    method: ['PUT', 'PATCH', 'DELETE'],
    url: '/graphql',
    handler: (_request, reply) => {
      reply.header('allow', 'GET, POST');
      throw new AppError('METHOD_NOT_ALLOWED');
    },
  });
}

/** The corridor: known operations are admitted and repeated; all others are read, bounded, admitted and run. */
async function answer(request: FastifyRequest, reply: FastifyReply, parts: GraphqlParts): Promise<FastifyReply> {
  const operation = operationText(request);
  if (operation === null || !parts.replay.knows(operation)) return answerUnknown(request, reply, parts, operation);
  const { admitted, recorded } = await parts.replay.enter(operation, bearerToken(request.raw));
  if (recorded) return sendRecorded(request, reply, recorded, admitted.decision);
  const asked = readGraphqlRequest(request);
  const query = resolveQuery(asked, parts);
  if (query instanceof GraphQLError) return refuse(request, reply, query);
  return runAdmitted(request, reply, parts, admitted, { ...asked, query }, operation);
}

async function answerUnknown(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: GraphqlParts,
  operation: OperationText | null,
): Promise<FastifyReply> {
  if (parts.explorer && isBrowserVisit(request)) return reply.redirect(parts.explorer);
  const asked = readGraphqlRequest(request);
  const query = resolveQuery(asked, parts);
  if (query instanceof GraphQLError) return refuse(request, reply, query);
  const facts = factsOf(query, asked.operationName);
  if (request.method === 'GET' && facts && facts.kind !== 'query') {
    reply.header('allow', 'POST');
    throw new AppError('METHOD_NOT_ALLOWED', 'GET is for queries only.');
  }
  const admitted = await parts.admission.admit(facts?.signsInOnly ? null : bearerToken(request.raw));
  return runAdmitted(request, reply, parts, admitted, { ...asked, query }, facts?.kind === 'query' ? operation : null);
}

/** @param operation under which the answer may be recorded; null if it may not */
async function runAdmitted(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: GraphqlParts,
  admitted: Admitted,
  asked: GraphqlRequest & { query: string },
  operation: OperationText | null,
): Promise<FastifyReply> {
  if (admitted.kind === 'invalid-token') {
    const { message, extensions } = told(unauthenticated('This session has ended, or the token is not valid.'));
    return send(reply, 401, PRIVATE, { errors: [{ message, extensions }] });
  }
  if (admitted.kind === 'refused') {
    const headers = {
      ...PRIVATE,
      ...limitHeaders([admitted.decision]),
      'retry-after': String(admitted.error.retryAfter),
    };
    return send(reply, 200, headers, { errors: [told(admitted.error)], data: null });
  }
  const context = createContext(parts.cache, callerOf(request), {
    viewer: admitted.kind === 'viewer' ? admitted.viewer : null,
    decisions: admitted.kind === 'viewer' && admitted.decision ? [admitted.decision] : [],
    isMutation: factsOf(asked.query, asked.operationName)?.kind === 'mutation',
  });
  return run(request, reply, parts, asked, context, operation);
}

/** The document's text, bounded; or why it is refused. */
function resolveQuery({ query, extensions }: GraphqlRequest, parts: GraphqlParts): string | GraphQLError {
  try {
    const excess = query === undefined ? null : findExcess(query, parts.limits);
    if (excess) return excess;
    const resolved = parts.persistedQueries.resolve(query, extensions);
    if (!resolved?.trim()) throw new AppError('BAD_REQUEST', 'There is no query.');
    return resolved;
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

async function run(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: GraphqlParts,
  { query, operationName, variables }: GraphqlRequest,
  context: RequestContext,
  operation: OperationText | null,
): Promise<FastifyReply> {
  const headers = new HeaderMap([['content-type', 'application/json']]);
  if (request.headers.accept) headers.set('accept', request.headers.accept);
  const {
    status,
    headers: given,
    body,
  } = await parts.apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: 'POST',
      headers,
      search: '',
      body: { query, ...(operationName && { operationName }), ...(variables && { variables }) },
    },
    context: async () => context,
  });
  if (body.kind !== 'complete') throw new Error('answers are never streamed');
  const errors = errorsOf(body.string);
  const outcome = outcomeOf(errors, status ?? 200, given.get('content-type')?.startsWith(GRAPHQL_JSON) ?? false);
  const contentType = given.get('content-type') ?? JSON_TYPE;
  reply.code(outcome.status).headers({ 'content-type': contentType, ...PRIVATE, ...contextHeaders(context) });
  if (outcome.retryAfter !== null) reply.header('retry-after', String(outcome.retryAfter));
  if (mayExplain(request, context, parts)) return reply.send(withExplanation(body.string, context.reader.log));
  if (errors.length > 0 || outcome.status !== 200) return reply.send(body.string);
  if (operation !== null) parts.replay.record(operation, context, body.string, contentType);
  return sendFresh(request, reply, body.string);
}

/** Errors stand first in Apollo's text where there are any. */
function errorsOf(body: string): readonly GraphQLFormattedError[] {
  if (!body.startsWith('{"errors":')) return [];
  return (JSON.parse(body) as { errors: GraphQLFormattedError[] }).errors;
}

/** A document that is refused unread, with the status its error has after reading. */
function refuse(request: FastifyRequest, reply: FastifyReply, error: GraphQLError): FastifyReply {
  const { message, extensions } = error;
  const isGraphqlJson = request.headers.accept?.includes(GRAPHQL_JSON) ?? false;
  const errors = [{ message, extensions }];
  const { status } = outcomeOf(errors, 400, isGraphqlJson);
  const type = isGraphqlJson ? `${GRAPHQL_JSON}; charset=utf-8` : JSON_TYPE;
  return send(reply, status, { ...PRIVATE, 'content-type': type }, { errors });
}

function send(reply: FastifyReply, status: number, headers: Headers, body: object): FastifyReply {
  return reply
    .code(status)
    .headers({ 'content-type': JSON_TYPE, ...headers })
    .send(JSON.stringify(body));
}

/** What makes two requests the same to the byte, and the kind of answer they want; null for one that must be run anew. */
function operationText(request: FastifyRequest): OperationText | null {
  const { accept, [EXPLAIN_HEADER]: explain } = request.headers;
  if (explain !== undefined) return null;
  const kind = accept === undefined || accept === '*/*' ? '' : accept;
  if (request.method === 'GET') return `GET ${kind} ${request.url}`;
  return typeof request.body === 'string' ? `${kind} ${request.body}` : null;
}

/** Keys and tags tell of others' data: in production only an administrator sees them. */
const mayExplain = (request: FastifyRequest, { viewer }: RequestContext, parts: GraphqlParts): boolean =>
  request.headers[EXPLAIN_HEADER] === '1' && (parts.explainsToAll || viewer?.role === 'ADMIN');

const isBrowserVisit = ({ method, query, headers }: FastifyRequest): boolean =>
  method === 'GET' && Object.keys(query as object).length === 0 && (headers.accept?.startsWith('text/html') ?? false);
