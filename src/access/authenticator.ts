import { LRUCache } from 'lru-cache';
import type { Claims, Tokens } from './token';
import { parseUserId, type UserId } from '../shared/ids';
import type { Role } from '../shared/role';
import { Viewer } from '../shared/viewer';
import type { Cache } from '../platform/cache/cache';
import { ReadDependencies, type CacheRead } from '../platform/cache/read-dependencies';
import type { CacheSource, Slot } from '../platform/cache/source';
import { GENERATION, hasIntents, tagKey, type Tag } from '../platform/cache/tag';
import { unauthenticated, type AppError } from '../platform/errors/app-error';
import type { Logger } from '../platform/logging/logger';
import type { Decision, Limiter } from '../platform/rate-limit/limiter';
import { networkOf } from '../platform/rate-limit/network';
import { rateLimited } from '../platform/rate-limit/refusal';
import type { Spans } from '../platform/tracing/spans';
import type { AuthenticationTrip, AuthenticationReply } from '../platform/sessions/authentication-trip';
import { decodeSession, type Session } from '../platform/sessions/session';
import type { SessionStore } from '../platform/sessions/session-store';

/*
 * Threats this file answers:
 * - A token that was signed out, or of a deleted user: every request reads session, revocation and profile. This process
 *   only remembers how it decoded a text, and only until Redis returns another text.
 * - Using up another user's limit with an invalid token: such an attempt is not counted, or taken back.
 * - An outage of Redis that looks like a sign-out: it is SERVICE_UNAVAILABLE, never UNAUTHENTICATED.
 */

/** The outcome of authentication. */
export type Authentication = { kind: 'anonymous' } | AuthenticatedViewer | Refusal;

export type Refusal =
  | { kind: 'invalid-token'; claimed: ClaimedSession | null }
  | { kind: 'rate-limited'; error: AppError; decision: Decision; claimed: ClaimedSession | null };

/** The error for an invalid token, on every transport. */
export const invalidToken = (): AppError =>
  unauthenticated('The session has ended, or the token is not valid. Sign in again.');

/** The session that a token names: for the audit log, not for rights. */
export interface ClaimedSession {
  userId: string;
  sessionId: string;
}

export interface AuthenticatedViewer {
  kind: 'viewer';
  viewer: Viewer;
  /** For logs and replay keys. Reading them from the viewer would narrow the response's scope. */
  userId: UserId;
  organizationId: string | null;
  decision: Decision | null;
  /** The cache generation's version and the values of the requested keys, as this round trip read them; null where absent. */
  generation: string | null;
  values: readonly (string | null)[];
  /** False if the profile was loaded after `values` were read, so that they do not include it. */
  hadProfile: boolean;
  /** How the cache was read for the profile if it had to be loaded; else null. */
  loaded: CacheRead | null;
}

/** The user of a token. Role and organization are as last read; the round trip must confirm them. */
export interface TokenOwner {
  userId: UserId;
  role: Role | null;
  organizationId: string | null;
}

/** The part of a profile that determines the viewer's rights. */
type Rights = Pick<KnownProfile, 'role' | 'organizationId'>;

interface ReadRights extends Rights {
  loaded: CacheRead | null;
}

/** A profile as last read, with the stored text and the versions under which it was read. */
interface KnownProfile {
  stored: string | null;
  generation: string | null;
  version: string | null;
  expiresAt: number;
  role: Role;
  organizationId: string | null;
}

interface Known extends TokenOwner {
  claims: Claims;
  slot: Slot;
  sessionText: string;
  session: Session | null;
  profile: KnownProfile | null;
}

const REMEMBERED = 20_000;
/** The values that authentication itself reads: profile, cache generation, and the version of the profile's tag. */
const OWN_VALUES = 3;

/** Authenticates the requests of both transports. */
export class Authenticator {
  private readonly known = new LRUCache<string, Known>({ max: REMEMBERED });

  constructor(
    private readonly tokens: Tokens,
    private readonly trip: AuthenticationTrip,
    private readonly sessions: SessionStore,
    private readonly limiter: Limiter,
    private readonly cache: Cache,
    private readonly profiles: CacheSource<UserId, Rights>,
    private readonly logger: Logger,
    private readonly spans: Spans,
  ) {}

  /** The user of a token, without I/O; null for a token that cannot be valid. */
  ownerOf(token: string): TokenOwner | null {
    return this.recall(token);
  }

  /**
   * Checks a token in one round trip: session, revocation, profile and the user's limit.
   *
   * @param token the text after `Bearer`; null without an Authorization header
   * @param keys further keys to read in the same round trip
   * @param isLimited whether the user's limit counts the request; signing out is never refused
   * @throws AppError SERVICE_UNAVAILABLE
   */
  authenticate(token: string | null, keys: readonly string[] = [], isLimited = true): Promise<Authentication> {
    if (token === null) return Promise.resolve({ kind: 'anonymous' });
    return this.spans('admission', () => this.check(token, keys, isLimited));
  }

  /**
   * Counts a request without a sign-in that is expensive before any of its fields is counted.
   *
   * @throws AppError SERVICE_UNAVAILABLE
   */
  async countAddress(ip: string): Promise<Authentication> {
    const decision = await this.limiter.count('api', networkOf(ip));
    if (!decision || decision.allowed) return { kind: 'anonymous' };
    return { kind: 'rate-limited', error: rateLimited([decision]), decision, claimed: null };
  }

  private async check(token: string, keys: readonly string[], isLimited: boolean): Promise<Authentication> {
    const known = this.recall(token);
    if (!known) return { kind: 'invalid-token', claimed: null };
    const { userId, claims, slot } = known;
    const answer = await this.trip.read({
      userId,
      sessionId: claims.sessionId,
      limit: isLimited ? this.limiter.limits.user : null,
      keys: [slot.key, GENERATION_KEY, tagKey(slot.tags[0]), ...keys],
    });
    const session = this.readSession(known, answer);
    const rights = session && (await this.readRights(known, answer));
    if (!session || !rights) {
      if (answer.counted) await this.limiter.refund('user', userId);
      return { kind: 'invalid-token', claimed: { userId, sessionId: claims.sessionId } };
    }
    return this.conclude(known, rights, session, answer);
  }

  /** The outcome for a valid session: its viewer, unless the user's limit is used up. */
  private conclude(
    { userId, profile }: Known,
    { role, organizationId, loaded }: ReadRights,
    session: Session,
    { counted, values }: AuthenticationReply,
  ): Authentication {
    const limit = this.limiter.limits.user;
    const decision = limit && counted && this.limiter.decide('user', limit, counted);
    if (decision && !decision.allowed) {
      const claimed = { userId, sessionId: session.id };
      return { kind: 'rate-limited', error: rateLimited([decision]), decision, claimed };
    }
    if (this.sessions.isDueForExtension(session)) {
      // Not awaited: it only moves the end of a session that still exists.
      this.sessions
        .extend(userId, session)
        .catch((error: unknown) => this.logger.debug({ err: error }, 'session not extended'));
    }
    const viewer = new Viewer(userId, role, session, organizationId);
    const generation = values[1] ?? null;
    const read = { generation, values: values.slice(OWN_VALUES), hadProfile: profile !== null, loaded };
    return { kind: 'viewer', viewer, userId, organizationId, decision, ...read };
  }

  private recall(token: string): Known | null {
    const known = this.known.get(token);
    if (known) return known.claims.expiresAt > Date.now() ? known : null;
    const claims = this.tokens.verify(token);
    const userId = claims && parseUserId(claims.userId);
    if (!userId) return null;
    const slot = this.profiles.slot(userId);
    const nobodyYet = { role: null, organizationId: null, sessionText: '', session: null, profile: null };
    const fresh: Known = { userId, claims, slot, ...nobodyYet };
    this.known.set(token, fresh);
    return fresh;
  }

  private readSession(known: Known, { session: text }: AuthenticationReply): Session | null {
    if (text === null) return null;
    if (text !== known.sessionText) {
      known.sessionText = text;
      known.session = decodeSession(known.claims.sessionId, text);
    }
    return known.session && this.sessions.isAlive(known.session) ? known.session : null;
  }

  /** Role and organization in the current profile; null if the user no longer exists. */
  private async readRights(known: Known, { values }: AuthenticationReply): Promise<ReadRights | null> {
    const [stored = null, generation = null, version = null] = values;
    const last = known.profile;
    const isSame = last?.stored === stored && last.generation === generation && last.version === version;
    if (isSame && last.expiresAt > Date.now() && this.cache.trusts(generation)) {
      return { role: last.role, organizationId: last.organizationId, loaded: null };
    }

    const log = new ReadDependencies();
    const slot = known.slot;
    const ask = { source: this.profiles as CacheSource<unknown, unknown>, input: known.userId, slot, log };
    const versions = new Map<Tag, string | null>([
      [GENERATION, generation],
      [slot.tags[0], version],
    ]);
    const [value] = await this.cache.readFetched([ask], { stored: [stored], versions });
    const rights = value ? rightsOf(value.content as Rights) : null;
    known.role = rights?.role ?? null;
    known.organizationId = rights?.organizationId ?? null;
    const read = log.lookups[0];
    const isKept = rights && read?.result === 'HIT' && !hasIntents(version ?? '');
    known.profile = isKept
      ? { stored, generation, version, ...rights, expiresAt: Date.now() + (read.leftMs ?? 0) }
      : null;
    return rights && { ...rights, loaded: read?.result === 'MISS' ? read : null };
  }
}

/** Profiles that were cached before organizations existed have no `organizationId`. */
const rightsOf = ({ role, organizationId = null }: Rights): Rights => ({ role, organizationId });

const GENERATION_KEY = tagKey(GENERATION);
