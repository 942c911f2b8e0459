import type { FastifyReply } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import { invalidToken } from '../../access/authenticator';
import { isBelowChange, UNREAD } from '../../graphql/errors/after-change';
import { execute, type Executors } from '../../operations/execute';
import type { OperationRequest, TransportAdapter } from '../../operations/serve';
import { AppError, unauthenticated } from '../../platform/errors/app-error';
import type { ErrorCode } from '../../platform/errors/codes';
import type { Logger } from '../../platform/logging/logger';
import type { RequestContext } from '../../shared/request-context';
import type { Tools, Variables } from '../../shared/rest/route';
import type { Seen } from '../../shared/seen';
import type { Surroundings } from '../../shared/rest/sources';
import { httpExchange } from '../server/exchange';
import { contextHeaders, JSON_TYPE, limitHeaders, PRIVATE } from '../server/headers';
import { operationInfoOf } from '../server/operation-info';
import { isRead } from '../server/reads';
import { sendFresh } from '../server/send-response';
import { failureOf, failureOfRoute } from './failure';
import { restText } from './operation-text';
import { pageHeaders } from './page-headers';
import type { PreparedRoute } from './prepare';
import type { Taken } from './taken';
import { variablesOf } from './variables';

/** What runs the operations of REST. */
export interface RestExecutors extends Executors, Surroundings, Pick<Tools, 'dayIn' | 'sessionSeconds'> {
  logger: Logger;
}

/** Reads the requests of one route into its operations, and writes their results in its shape. */
export function restTransport(route: PreparedRoute, executors: RestExecutors): TransportAdapter<FastifyReply> {
  const kind = route.isMutation ? 'mutation' : 'query';
  const fixed: Omit<OperationRequest, 'run'> = {
    kind,
    signsInOnly: route.signsIn,
    isUncounted: route.isUncounted,
    isTokenOptional: route.isTokenOptional ?? false,
    isExpensive: false,
    signInRole: route.signInRole ?? null,
    wholeLists: !route.isStrict,
  };
  return {
    ...httpExchange,
    infoOf: ({ request }) => operationInfoOf(request, 'rest'),
    textOf: ({ request }) => (kind === 'query' && isRead(request) ? restText(request.raw) : null),
    read(reply, info) {
      info.kind = kind;
      info.operation = route.id;
      return { ...fixed, run: (context) => run(reply, route, executors, context) };
    },
    refuse(reply, refusal) {
      if (refusal.kind === 'rate-limited') {
        reply.headers(limitHeaders([refusal.decision]));
        throw refusal.error;
      }
      reply.header('www-authenticate', 'Bearer error="invalid_token"');
      throw invalidToken();
    },
    send(reply, { status, contentType, headers }, body) {
      reply.code(status).headers({ 'content-type': contentType, ...PRIVATE, ...headers });
      return sendFresh(reply.request, reply, body);
    },
  };
}

/** @throws AppError with the cache and limit headers already set */
async function run(reply: FastifyReply, route: PreparedRoute, executors: RestExecutors, context: RequestContext) {
  const { dayIn, sessionSeconds } = executors;
  try {
    const taken = variablesOf(route.inputs, reply.request, executors);
    const execute = executorOf(route, executors, context, taken);
    const tools = { dayIn, sessionSeconds, execute, role: context.viewer?.role ?? null };
    const answered = await route.run(tools, taken.variables);
    if (!answered) throw new AppError('NOT_FOUND');
    const body = JSON.stringify(answered.body);
    const headers = answered.page && pageHeaders(reply.request.url, answered.page);
    return { status: route.status, retryAfter: null, contentType: JSON_TYPE, headers, body, isFaultless: true };
  } catch (error) {
    throw insteadOfFault(route, context, error) ?? failureOfRoute(error, route);
  } finally {
    reply.headers(contextHeaders(context));
  }
}

const ABOUT_INPUT: readonly ErrorCode[] = ['BAD_REQUEST', 'BAD_USER_INPUT'];

/**
 * The error for a request that has no right to learn about its input: 401 without a session, 403 for a role that the route is
 * not for. Null if the fault may be shown.
 */
function insteadOfFault(
  { signsIn, isTokenOptional, roles }: PreparedRoute,
  { viewer }: RequestContext,
  fault: unknown,
): AppError | null {
  if (signsIn || isTokenOptional || !(fault instanceof AppError)) return null;
  const isAboutInput = ABOUT_INPUT.includes(fault.code);
  if (!viewer) return isAboutInput || fault.code === 'NOT_FOUND' ? unauthenticated() : null;
  return isAboutInput && roles && !roles.has(viewer.role) ? new AppError('FORBIDDEN') : null;
}

function executorOf(
  route: PreparedRoute,
  executors: RestExecutors,
  context: RequestContext,
  taken: Taken,
): Tools['execute'] {
  return async <Data>(stored: { toString(): string }, variables: Variables, seen?: Seen) => {
    const query = stored.toString();
    const isQuery = route.queries.has(query);
    const operation = { query, operationName: null, variables };
    return execute<Data>(executors, operation, isQuery, seen ? { ...context, seen } : context, {
      asText: false,
      fromData: (data) => data as Data,
      async byApollo(contextValue) {
        if (!isQuery) contextValue.unread = [];
        const { body } = await executors.apollo.executeOperation<Data>({ query, variables }, { contextValue });
        if (body.kind !== 'single') throw new Error('a streamed response is not supported');
        const { data, errors } = body.singleResult;
        if (errors && (isQuery || !isDone(data, errors))) throw failureOf(errors, route, taken);
        if (!data) throw new Error('the operation returned no data');
        const about = { operation: route.id, requestId: context.requestId };
        for (const err of contextValue.unread ?? []) executors.logger.warn({ err, ...about }, UNREAD);
        return data;
      },
    });
  };
}

/** Whether the change was made, and only parts of its response could not be read. Those are null. */
const isDone = (data: unknown, errors: readonly GraphQLFormattedError[]): boolean =>
  !!data && Object.values(data).every((value) => value !== null) && errors.every(isBelowChange);
