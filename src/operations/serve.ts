import type { Authentication, Refusal } from '../access/authenticator';
import type { Audit } from '../features/audit/audit';
import { CacheReader } from '../platform/cache/reader';
import type { OperationKind } from '../platform/metrics/http-metrics';
import type { Decision } from '../platform/rate-limit/limiter';
import type { RequestContext } from '../shared/request-context';
import type { Role } from '../shared/role';
import { createContext, type Caller } from './create-context';
import { recordCaller, type OperationInfo } from './operation-info';
import type { Encoding } from './replay/recorded-response';
import { replayRecorded, type Outdated, type Replayed, type Replaying, type ReplayParts } from './replay/replay';
import type { OperationText } from './replay/replay-cache';

/** The parts of the pipeline, the same for every transport. */
export interface Pipeline extends ReplayParts {
  audit: Audit;
  /** The most records that the lists of one operation may read together. */
  maxRows: number;
}

/** A request as its transport has read it: one operation, or several for one response. */
export interface OperationRequest {
  kind: OperationKind;
  /** It only signs in: the request's token is ignored. */
  signsInOnly: boolean;
  /** The user's limit does not count it. */
  isUncounted: boolean;
  /** An invalid token counts as none; no limit counts the request of a valid one. */
  isTokenOptional: boolean;
  /** Expensive to validate: without a sign-in, the address's limit counts it first. */
  isExpensive: boolean;
  /** The only role that may sign in by it; null for any role. */
  signInRole: Role | null;
  /** Lists without a size are whole. */
  wholeLists: boolean;
  /** Runs the operations. Called once, within the authenticated context. */
  run(context: RequestContext): Promise<OperationResponse>;
}

export interface OperationResponse {
  status: number;
  /** Seconds. */
  retryAfter: number | null;
  contentType: string;
  /** Further headers that describe the body. They are recorded and repeated with it. */
  headers?: Readonly<Record<string, string>>;
  body: string;
  /** Complete and without errors: it may be recorded. */
  isFaultless: boolean;
}

/**
 * What a transport does: it reads a request, and writes a response in its own shape. `Exchange` is a request with its
 * response; the same adapter serves all requests, so that a replayed response costs no objects.
 */
export interface TransportAdapter<Exchange> {
  infoOf(exchange: Exchange): OperationInfo;
  callerOf(exchange: Exchange): Caller;
  /** The bearer token; null without an Authorization header. */
  tokenOf(exchange: Exchange): string | null;
  /** The client's preferred encoding; null for plain bytes. */
  encodingOf(exchange: Exchange): Encoding | null;
  /** Everything of the request that its response depends on besides the viewer; null if it must not be replayed. */
  textOf(exchange: Exchange): OperationText | null;
  /** The replay that was begun before the request came this far; null if none was. */
  begunOf(exchange: Exchange): Promise<Replaying> | null;
  /**
   * @param info filled in as far as the request can be read, even if it is refused
   * @throws Error in the transport's own form, for a request that cannot be read
   */
  read(exchange: Exchange, info: OperationInfo): OperationRequest;
  refuse(exchange: Exchange, refusal: Refusal): Exchange;
  sendReplayed(exchange: Exchange, replayed: Replayed): Exchange;
  /** @param body the response's, in bytes */
  send(exchange: Exchange, response: OperationResponse, body: Buffer, context: RequestContext): Exchange;
}

/**
 * The request pipeline of every transport: authenticate → replay → confirm → execute → record. A known operation is not
 * even parsed before its recorded response is found outdated.
 *
 * @throws AppError for the transport to show; Error of `read`
 */
export async function serve<Exchange>(
  pipeline: Pipeline,
  transport: TransportAdapter<Exchange>,
  exchange: Exchange,
): Promise<Exchange> {
  const text = transport.textOf(exchange);
  const isKnown = text !== null && pipeline.replay.knows(text);
  const begun =
    transport.begunOf(exchange) ??
    (isKnown ? replayRecorded(pipeline, text, transport.tokenOf(exchange), transport.encodingOf(exchange)) : null);
  if (!begun) return run(pipeline, transport, exchange, text, null);

  const info = transport.infoOf(exchange);
  info.kind = 'query';
  const replaying = await begun;
  if (replaying.kind === 'outdated')
    return run(pipeline, transport, exchange, text, replaying).finally(() => replaying.end?.(null));
  info.operation = replaying.recorded.operation;
  recordCaller(info, replaying.authentication);
  return transport.sendReplayed(exchange, replaying);
}

/**
 * @param text under which the response may be recorded; null if it must not be
 * @param outdated null if the request has not been authenticated yet
 */
async function run<Exchange>(
  pipeline: Pipeline,
  transport: TransportAdapter<Exchange>,
  exchange: Exchange,
  text: OperationText | null,
  outdated: Outdated | null,
): Promise<Exchange> {
  const { audit, cache, replay, maxRows } = pipeline;
  const info = transport.infoOf(exchange);
  const request = transport.read(exchange, info);
  const caller = transport.callerOf(exchange);
  const token = transport.tokenOf(exchange);
  const found = outdated?.authentication ?? (await authenticate(pipeline, request, token, caller));
  const isIgnored = request.isTokenOptional && found.kind === 'invalid-token';
  const authentication: Authentication = isIgnored ? { kind: 'anonymous' } : found;
  recordCaller(info, authentication);
  if (authentication.kind === 'invalid-token' || authentication.kind === 'rate-limited') {
    audit.refused(caller, codeOf(authentication), authentication.claimed ?? {});
    return transport.refuse(exchange, authentication);
  }
  const isQuery = request.kind === 'query';
  const context = createContext(caller, {
    viewer: authentication.kind === 'viewer' ? authentication.viewer : null,
    decisions: decisionsOf(authentication),
    signInRole: request.signInRole,
    reader: outdated?.reader ?? new CacheReader(cache, isQuery, loadedBy(authentication)),
    maxRows,
    wholeLists: request.wholeLists,
  });
  const response = await request.run(context);
  // Send the response after its cache entries are stored, so that other replicas can use them.
  await context.reader.stored();
  const body = Buffer.from(response.body);
  if (text !== null && isQuery && response.isFaultless) {
    const { operation, route } = info;
    const { contentType, headers } = response;
    const recorded = replay.record(text, context, { operation, route, body, contentType, headers });
    outdated?.end?.(recorded);
  }
  return transport.send(exchange, response, body, context);
}

function authenticate(
  { authenticator }: Pipeline,
  { signsInOnly, isUncounted, isTokenOptional, isExpensive }: OperationRequest,
  token: string | null,
  { ip }: Caller,
): Promise<Authentication> {
  if (isExpensive && (signsInOnly || token === null)) return authenticator.countAddress(ip);
  const isLimited = !isUncounted && !isTokenOptional;
  return authenticator.authenticate(signsInOnly ? null : token, [], isLimited);
}

const codeOf = (refusal: Refusal) => (refusal.kind === 'invalid-token' ? 'UNAUTHENTICATED' : refusal.error.code);

const loadedBy = (authentication: Authentication) => (authentication.kind === 'viewer' ? authentication.loaded : null);

/** The limit that authentication counted, if it did. */
const decisionsOf = (authentication: Authentication): Decision[] =>
  authentication.kind === 'viewer' && authentication.decision ? [authentication.decision] : [];
