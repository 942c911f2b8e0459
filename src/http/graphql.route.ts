import { HeaderMap, type ApolloServer } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { OperationLimits } from '../config/config';
import type { RequestContext } from '../features/request';
import type { Admission } from '../graphql/admission';
import { createContext } from '../graphql/context';
import { told } from '../graphql/format-error';
import { factsOf, type OperationFacts } from '../graphql/operation';
import { findExcess } from '../graphql/operation-limits';
import { outcomeOf } from '../graphql/outcome';
import type { PersistedQueries } from '../graphql/persisted-queries';
import type { Cache } from '../platform/cache/cache';
import { AppError, unauthenticated } from '../platform/errors/app-error';
import { callerOf } from './caller';
import { bearerToken } from './credentials';
import { readGraphqlRequest, type GraphqlRequest } from './graphql-request';
import { contextHeaders, limitHeaders, PRIVATE, type Headers } from './headers';

export interface GraphqlParts {
  apollo: ApolloServer<RequestContext>;
  admission: Admission;
  cache: Cache;
  persistedQueries: PersistedQueries;
  limits: OperationLimits;
  /** Where a browser that opens /graphql is sent; null where there is no page for it. */
  explorer: string | null;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_JSON = 'application/graphql-response+json';

/** The GraphQL door: `POST /graphql`, and `GET /graphql` for queries. */
export function registerGraphql(app: FastifyInstance, parts: GraphqlParts): void {
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

/** The corridor: read, bound, admit, run. */
async function answer(request: FastifyRequest, reply: FastifyReply, parts: GraphqlParts): Promise<FastifyReply> {
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
    isMutation: facts?.kind === 'mutation',
  });
  return run(request, reply, parts, { ...asked, query }, context, facts);
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
  _facts: OperationFacts | null,
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
  reply.code(outcome.status).headers({ ...Object.fromEntries(given), ...PRIVATE, ...contextHeaders(context) });
  reply.removeHeader('content-length');
  if (outcome.retryAfter !== null) reply.header('retry-after', String(outcome.retryAfter));
  return reply.send(body.string);
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

const isBrowserVisit = ({ method, query, headers }: FastifyRequest): boolean =>
  method === 'GET' && Object.keys(query as object).length === 0 && (headers.accept?.startsWith('text/html') ?? false);
