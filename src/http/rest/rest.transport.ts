import type { FastifyReply } from 'fastify';
import type { OperationAnalysis } from '../../graphql/operation-analysis';
import { execute, type Executors } from '../../operations/execute';
import type { OperationRequest, TransportAdapter } from '../../operations/serve';
import { AppError, unauthenticated } from '../../platform/errors/app-error';
import type { RequestContext } from '../../shared/request-context';
import { httpExchange } from '../server/exchange';
import { contextHeaders, JSON_TYPE, limitHeaders, PRIVATE } from '../server/headers';
import { operationInfoOf } from '../server/operation-info';
import { sendFresh } from '../server/send-response';
import { failureOf } from './failure';
import type { Inputs } from './inputs';
import type { RestRoute, Tools, Variables } from './route';
import { variablesOf } from './variables';

/** What the operations of REST run by. */
export interface RestExecutors extends Executors {
  dayIn: Tools['dayIn'];
}

/** A row of the table, with what the schema says of its operation. */
export interface PreparedRoute extends RestRoute {
  inputs: Inputs;
  analysis: OperationAnalysis;
}

/** Reads the requests of one route into its operations, and writes their results in its shape. */
export function restTransport(route: PreparedRoute, executors: RestExecutors): TransportAdapter<FastifyReply> {
  const { analysis, inputs } = route;
  const kind = analysis.kind === 'mutation' ? 'mutation' : 'query';
  const { signsInOnly, signsOutOnly } = analysis;
  const fixed: Omit<OperationRequest, 'run'> = {
    kind,
    signsInOnly,
    signsOutOnly,
    signInRole: route.signInRole ?? null,
  };
  return {
    ...httpExchange,
    infoOf: ({ request }) => operationInfoOf(request, 'rest'),
    // The response to a GET depends only on the URL and the viewer.
    textOf: ({ request }) => (kind === 'query' && request.method === 'GET' ? `REST ${request.url}` : null),
    read(reply, info) {
      info.kind = kind;
      info.operation = route.id;
      const variables = variablesOf(inputs, reply.request);
      return { ...fixed, run: (context) => run(reply, route, executors, context, variables) };
    },
    refuse(reply, refusal) {
      if (refusal.kind === 'rate-limited') {
        reply.headers(limitHeaders([refusal.decision]));
        throw refusal.error;
      }
      reply.header('www-authenticate', 'Bearer error="invalid_token"');
      throw unauthenticated('This session has ended, or the token is not valid.');
    },
    send(reply, { status, contentType }, body) {
      reply.code(status).headers({ 'content-type': contentType, ...PRIVATE });
      return sendFresh(reply.request, reply, body);
    },
  };
}

/** @throws AppError with the cache and limit headers already set */
async function run(
  reply: FastifyReply,
  route: PreparedRoute,
  executors: RestExecutors,
  context: RequestContext,
  variables: Variables,
) {
  const tools = { dayIn: executors.dayIn, execute: executorOf(route, executors, context) };
  try {
    const answered = await route.run(tools, variables);
    if (!answered) throw new AppError('NOT_FOUND');
    const body = JSON.stringify(answered);
    return { status: route.status, retryAfter: null, contentType: JSON_TYPE, body, isFaultless: true };
  } finally {
    reply.headers(contextHeaders(context));
  }
}

function executorOf(
  { analysis, inputs }: PreparedRoute,
  executors: RestExecutors,
  context: RequestContext,
): Tools['execute'] {
  return async <Data>(stored: { toString(): string }, variables: Variables) => {
    const query = stored.toString();
    return execute<Data>(executors, { query, operationName: null, variables }, analysis.kind === 'query', context, {
      fromData: (data) => data as Data,
      isFaultless: () => true,
      async byApollo(contextValue) {
        const { body } = await executors.apollo.executeOperation<Data>({ query, variables }, { contextValue });
        if (body.kind !== 'single') throw new Error('answers are never streamed');
        const { data, errors } = body.singleResult;
        if (errors) throw failureOf(errors, inputs);
        if (!data) throw new Error('an operation answered nothing');
        return data;
      },
    });
  };
}
