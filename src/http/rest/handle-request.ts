import type { ApolloServer } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Audit } from '../../features/audit/audit';
import type { RequestContext } from '../../shared/request-context';
import type { Authenticator, Authentication } from '../../access/authenticator';
import { createContext } from '../../operations/create-context';
import type { Cache } from '../../platform/cache/cache';
import { CacheReader } from '../../platform/cache/reader';
import { AppError, unauthenticated } from '../../platform/errors/app-error';
import type { Spans } from '../../platform/tracing/tracing';
import type { ReplayCache } from '../../operations/replay/replay-cache';
import { callerOf } from '../server/caller';
import { bearerToken } from '../server/credentials';
import { contextHeaders, limitHeaders, PRIVATE, recordedHeaders } from '../server/headers';
import { recordCaller, operationInfoOf } from '../server/operation-info';
import { sendFresh, sendRecorded, wantedEncoding } from '../server/send-response';
import { sendError } from '../server/send-error';
import { failureOf } from './failure';
import type { Page, Tools, Variables } from '../../shared/rest/route';
import { pageHeaders } from './page-headers';
import type { RestRoute } from './prepare';
import { variablesOf, type Taken } from './variables';

export interface RequestParts {
  apollo: ApolloServer<RequestContext>;
  authenticator: Authenticator;
  audit: Audit;
  cache: Cache;
  replay: ReplayCache;
  spans: Spans;
  dayIn: Tools['dayIn'];
  /** The gateway's time zone. */
  timeZone: string;
  /** Records that the lists of one operation may ask for together. */
  maxRows: number;
}

const JSON_TYPE = 'application/json; charset=utf-8';

export async function handleRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  route: RestRoute,
  parts: RequestParts,
): Promise<FastifyReply> {
  try {
    return await answer(request, reply, route, parts);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.status === 401 && !reply.hasHeader('www-authenticate')) reply.header('www-authenticate', 'Bearer');
    return sendError(reply, request.url, request.id, error);
  }
}

/** The corridor: read, admit, repeat what is known, run what is not. */
async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  route: RestRoute,
  parts: RequestParts,
): Promise<FastifyReply> {
  const operationInfo = operationInfoOf(request, 'rest');
  operationInfo.kind = route.isMutation ? 'mutation' : 'query';
  operationInfo.operation = route.id;
  const taken = variablesOf(route.inputs, request, parts);
  const token = route.signsIn ? null : bearerToken(request.raw);
  // Nothing of a GET but its address, and who asks, has a part in its answer.
  const repeatable = request.method === 'GET' ? `REST ${request.url}` : null;
  const encoding = wantedEncoding(request);
  const { admitted, recorded, outdated } = repeatable
    ? await parts.replay.enter(repeatable, token, encoding)
    : { admitted: await parts.authenticator.admit(token, [], !route.signsOut), recorded: null, outdated: null };
  recordCaller(operationInfo, admitted);
  if (recorded) return sendRecorded(request, reply, recorded, encoding, recordedHeaders(recorded, admitted.decision));

  const context = contextOf(request, reply, route, parts, admitted);
  const confirmed = outdated && (await parts.replay.confirm(outdated, context.reader));
  if (confirmed) return sendRecorded(request, reply, confirmed, encoding, contextHeaders(context));
  const { text, page } = await run(reply, route, parts, context, taken);
  const body = Buffer.from(text);
  const headers = page && pageHeaders(request.url, page);
  await context.reader.stored();
  if (repeatable)
    parts.replay.record(repeatable, context, { operation: route.id, body, contentType: JSON_TYPE, headers });
  reply.code(route.status).headers({ 'content-type': JSON_TYPE, ...PRIVATE, ...headers });
  return sendFresh(request, reply, body);
}

/** @throws AppError UNAUTHENTICATED for an invalid token, RATE_LIMITED for one that is used too often */
function contextOf(
  request: FastifyRequest,
  reply: FastifyReply,
  { signInRole, isMutation, isStrict }: RestRoute,
  { cache, audit, maxRows }: RequestParts,
  admitted: Authentication,
): RequestContext {
  const rest = { signInRole, reader: new CacheReader(cache, !isMutation), maxRows, wholeLists: !isStrict };
  switch (admitted.kind) {
    case 'invalid-token':
      audit.turnedAway(callerOf(request), 'UNAUTHENTICATED', admitted.who ?? {});
      reply.header('www-authenticate', 'Bearer error="invalid_token"');
      throw unauthenticated('This session has ended, or the token is not valid.');
    case 'refused':
      audit.turnedAway(callerOf(request), admitted.error.code, admitted.who);
      reply.headers(limitHeaders([admitted.decision]));
      throw admitted.error;
    case 'anonymous':
      return createContext(callerOf(request), { viewer: null, decisions: [], ...rest });
    case 'viewer': {
      const { viewer, decision } = admitted;
      return createContext(callerOf(request), { viewer, decisions: decision ? [decision] : [], ...rest });
    }
  }
}

/** @returns the answer's text; what it met on the way is in the headers, also where it failed */
async function run(
  reply: FastifyReply,
  route: RestRoute,
  { apollo, spans, dayIn }: RequestParts,
  context: RequestContext,
  taken: Taken,
): Promise<{ text: string; page: Page | undefined }> {
  const execute: Tools['execute'] = async <Data>(operation: { toString(): string }, given: Variables) => {
    const asked = { query: operation.toString(), variables: given };
    const { body } = await spans('execute', () => apollo.executeOperation<Data>(asked, { contextValue: context }));
    if (body.kind !== 'single') throw new Error('answers are never streamed');
    const { data, errors } = body.singleResult;
    if (errors) throw failureOf(errors, route, taken);
    if (!data) throw new Error('an operation answered nothing');
    return data;
  };
  try {
    const answered = await route.run({ execute, dayIn, role: context.viewer?.role ?? null }, taken.variables);
    if (!answered) throw new AppError('NOT_FOUND');
    return { text: JSON.stringify(answered.body), page: answered.page };
  } finally {
    reply.headers(contextHeaders(context));
  }
}
