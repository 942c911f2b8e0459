import { LRUCache } from 'lru-cache';
import type { Claims, Tokens } from './token';
import { Viewer } from '../shared/request-context';
import { parseUserId, type UserId } from '../shared/ids';
import type { Role } from '../shared/role';
import type { Cache } from '../platform/cache/cache';
import { ReadDependencies } from '../platform/cache/read-dependencies';
import type { CacheSource, Slot } from '../platform/cache/source';
import { GENERATION, hasIntents, tagKey, type Tag } from '../platform/cache/tag';
import type { AppError } from '../platform/errors/app-error';
import type { Logger } from '../platform/logging/logger';
import type { Decision, Limiter } from '../platform/rate-limit/limiter';
import { rateLimited } from '../platform/rate-limit/refusal';
import type { RedisStore } from '../platform/redis/redis-store';
import type { Spans } from '../platform/tracing/tracing';
import { readAuthentication, type AuthenticationReply } from '../platform/sessions/authentication-trip';
import { decodeSession, type Session } from '../platform/sessions/session';
import type { SessionStore } from '../platform/sessions/session-store';

/*
 * Threats this file answers:
 * - A token that was signed out, or whose user is gone: session, blacklist and profile are asked on every request. What is
 *   remembered here is only how a text that Redis has just shown again was read the last time.
 * - Using up another's limit with a token that no longer counts: such an attempt is not counted, or taken back.
 * - An outage of Redis that looks like a sign-out: it is SERVICE_UNAVAILABLE, never UNAUTHENTICATED.
 */

/** Who may go on, or why not. */
export type Authentication =
  | { kind: 'anonymous' }
  | { kind: 'invalid-token'; who: Who | null }
  | { kind: 'refused'; error: AppError; decision: Decision; who: Who }
  | AuthenticatedViewer;

/** Whose a token is by its own account: for the audit log, not for rights. */
export interface Who {
  userId: string;
  sessionId: string;
}

export interface AuthenticatedViewer {
  kind: 'viewer';
  viewer: Viewer;
  /** For the log: to ask the viewer would make the answer its own. */
  userId: UserId;
  decision: Decision | null;
  /** Versions, as this trip found them, of the era and of the tags that were asked along; null for absent ones. */
  era: string | null;
  versions: readonly (string | null)[];
}

/** A caller that was here before, for the choice of what to ask along. The role is a guess until the trip confirms it. */
export interface TokenOwner {
  userId: UserId;
  role: Role | null;
}

/** A profile as it was last read, and the stored text and versions that it was read under. */
interface KnownProfile {
  stored: string | null;
  era: string | null;
  version: string | null;
  expiresAt: number;
  role: Role;
}

interface Known extends TokenOwner {
  claims: Claims;
  slot: Slot;
  sessionText: string;
  session: Session | null;
  profile: KnownProfile | null;
}

const REMEMBERED = 20_000;

/** The door-keeper of both doors. */
export class Authenticator {
  private readonly known = new LRUCache<string, Known>({ max: REMEMBERED });

  constructor(
    private readonly tokens: Tokens,
    private readonly redis: RedisStore,
    private readonly sessions: SessionStore,
    private readonly limiter: Limiter,
    private readonly cache: Cache,
    private readonly profiles: CacheSource<UserId, { role: Role }>,
    private readonly logger: Logger,
    private readonly spans: Spans,
  ) {}

  /** Whose a token is, without I/O; null if it cannot be sound. */
  recognise(token: string): TokenOwner | null {
    return this.recall(token);
  }

  /**
   * Checks a token in one round trip: session, revocation, profile and the user's limit.
   *
   * @param token what stood behind `Bearer`, null without an Authorization header
   * @param tagKeys keys of tags whose versions are wanted in the same trip
   * @param isLimited whether the user's limit counts it: signing out is never refused
   * @throws AppError SERVICE_UNAVAILABLE
   */
  admit(token: string | null, tagKeys: readonly string[] = [], isLimited = true): Promise<Authentication> {
    if (token === null) return Promise.resolve({ kind: 'anonymous' });
    return this.spans('admission', () => this.check(token, tagKeys, isLimited));
  }

  private async check(token: string, tagKeys: readonly string[], isLimited: boolean): Promise<Authentication> {
    const known = this.recall(token);
    if (!known) return { kind: 'invalid-token', who: null };
    const { userId, claims, slot } = known;
    const answer = await readAuthentication(this.redis, {
      userId,
      sessionId: claims.sessionId,
      limit: isLimited ? this.limiter.limits.user : null,
      keys: [slot.key, ERA_KEY, tagKey(slot.tags[0]), ...tagKeys],
    });
    const session = this.readSession(known, answer);
    const role = session && (await this.readRole(known, answer));
    if (!session || !role) {
      if (answer.counted) await this.limiter.refund('user', userId);
      return { kind: 'invalid-token', who: { userId, sessionId: claims.sessionId } };
    }
    return this.welcome(userId, role, session, answer);
  }

  private welcome(
    userId: UserId,
    role: Role,
    session: Session,
    { counted, values }: AuthenticationReply,
  ): Authentication {
    const limit = this.limiter.limits.user;
    const decision = limit && counted && this.limiter.decide('user', limit, counted);
    if (decision && !decision.allowed) {
      return { kind: 'refused', error: rateLimited([decision]), decision, who: { userId, sessionId: session.id } };
    }
    if (this.sessions.isDueForExtension(session)) {
      // Not waited for: it only ever moves the end of a session that is still there.
      this.sessions
        .extend(userId, session)
        .catch((error: unknown) => this.logger.debug({ err: error }, 'not extended'));
    }
    const viewer = new Viewer(userId, role, session);
    return { kind: 'viewer', viewer, userId, decision, era: values[1] ?? null, versions: values.slice(3) };
  }

  private recall(token: string): Known | null {
    const claims = this.tokens.verify(token);
    if (!claims) return null;
    const known = this.known.get(token);
    if (known) return known;
    const userId = parseUserId(claims.userId);
    if (!userId) return null;
    const slot = this.profiles.slot(userId);
    const fresh: Known = { userId, role: null, claims, slot, sessionText: '', session: null, profile: null };
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

  /** The role as the profile has it now; null if there is no such user any more. */
  private async readRole(known: Known, { values }: AuthenticationReply): Promise<Role | null> {
    const [stored = null, era = null, version = null] = values;
    const last = known.profile;
    const isSame = last?.stored === stored && last.era === era && last.version === version;
    if (isSame && last.expiresAt > Date.now() && this.cache.trusts(era)) return last.role;

    const log = new ReadDependencies();
    const slot = known.slot;
    const ask = { source: this.profiles as CacheSource<unknown, unknown>, input: known.userId, slot, log };
    const versions = new Map<Tag, string | null>([
      [GENERATION, era],
      [slot.tags[0], version],
    ]);
    const [text] = await this.cache.readFetched([ask], [stored], versions);
    const role = text ? (JSON.parse(text) as { role: Role }).role : null;
    known.role = role;
    const read = log.looks[0];
    const isKept = role && read?.result === 'HIT' && !hasIntents(version ?? '');
    known.profile = isKept ? { stored, era, version, role, expiresAt: Date.now() + (read.leftMs ?? 0) } : null;
    return role;
  }
}

const ERA_KEY = tagKey(GENERATION);
