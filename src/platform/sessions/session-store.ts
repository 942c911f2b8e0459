import { randomBytes } from 'node:crypto';
import { unlessReadOnly } from '../redis/read-only';
import type { RedisClient } from '../redis/connect';
import type { RedisStore } from '../redis/redis-store';
import { decodeSession, encodeSession, type Session } from './session';
import { CREATE, END_ALL, EXTEND, REMOVE_UNCHANGED } from './session-scripts';

/*
 * Threats this file answers:
 * - A signed-out token is used again: its session is gone from the hash, and its id is revoked until the token would
 *   expire. No late or repeated command can restore the session.
 * - An extension in flight while the user signs out: one script extends only a field that still exists, and never creates
 *   one.
 * - A stolen Redis dump: it has only ids and no tokens. An id is worthless without the signing secret.
 * - A session that is used without end: its absolute end is fixed at sign-in, and no extension passes it.
 * - Repeated sign-ins that fill Redis, or hide a session among thousands: the number of sessions per user is bounded.
 *   Counting and removing are one step, so concurrent sign-ins cannot pass the limit together.
 */

const EXTEND_AT_MOST_EVERY_MS = 60_000;
const USER_AGENT_LENGTH = 256;

export interface SessionRules {
  ttlMs: number;
  maxAgeMs: number;
  /** Sessions that one user may have at a time. */
  maxPerUser: number;
}

/** Where a sign-in came from. */
export interface Origin {
  ip: string | null;
  userAgent: string | null;
}

/** A new session, the sessions that ended because of the limit, and the values of further keys after its creation. */
export interface Begun {
  session: Session;
  crowdedOut: Session[];
  values: (string | null)[];
}

/** Sessions and revoked tokens in Redis. Every method throws AppError SERVICE_UNAVAILABLE when Redis is out of reach. */
export class SessionStore {
  /** Sessions begun, and ended by their users, through this replica. */
  readonly counts = { created: 0, ended: 0, cleaned: 0 };

  constructor(
    private readonly redis: RedisStore,
    private readonly rules: SessionRules,
    private readonly now: () => number = Date.now,
  ) {}

  /** @param keys whose values are read after the session exists, not before */
  async create(userId: string, origin: Origin, keys: string[] = []): Promise<Begun> {
    const now = this.now();
    // Tokens have whole seconds, and the session ends with its token.
    const endsAt = Math.floor((now + this.rules.maxAgeMs) / 1000) * 1000;
    const session: Session = {
      id: randomBytes(16).toString('base64url'),
      createdAt: now,
      lastSeenAt: now,
      idleEndsAt: Math.min(now + this.rules.ttlMs, endsAt),
      endsAt,
      ip: origin.ip,
      userAgent: origin.userAgent?.slice(0, USER_AGENT_LENGTH) ?? null,
    };
    const args = [session.id, encodeSession(session), session.idleEndsAt - now, this.rules.maxPerUser, now];
    const creation = { script: CREATE, keys: [sessionKey(userId)], args };
    const [removed, values] = await this.redis.runThenRead(creation, keys);
    this.counts.created += 1;
    return { session, crowdedOut: await this.seal(removed), values };
  }

  /** The session if it is valid and not revoked, otherwise null. */
  async find(userId: string, id: string): Promise<Session | null> {
    const [text, revoked] = await this.redis.trip((client) =>
      Promise.all([client.hget(sessionKey(userId), id), client.exists(revocationKey(id))]),
    );
    if (text === null || revoked === 1) return null;
    const session = decodeSession(id, text);
    return session && this.isAlive(session) ? session : null;
  }

  /** Whether using the session now should move its end: at most once in min(60 s, TTL / 10), never past the absolute end. */
  isDueForExtension(session: Session): boolean {
    const pause = Math.min(EXTEND_AT_MOST_EVERY_MS, this.rules.ttlMs / 10);
    return this.now() - session.lastSeenAt >= pause;
  }

  /** Moves the idle end of a session, if it still exists. */
  async extend(userId: string, session: Session): Promise<void> {
    const now = this.now();
    const extended = { ...session, lastSeenAt: now, idleEndsAt: Math.min(now + this.rules.ttlMs, session.endsAt) };
    await this.redis.trip((client) =>
      EXTEND.run(
        client,
        [sessionKey(userId)],
        [session.id, encodeSession(extended), extended.idleEndsAt - now, encodeSession(session)],
      ),
    );
  }

  /** The user's live sessions, newest first. */
  async list(userId: string): Promise<Session[]> {
    const fields = await this.redis.trip((client) => client.hgetall(sessionKey(userId)));
    return Object.entries(fields)
      .map(([id, text]) => decodeSession(id, text))
      .filter((session): session is Session => session !== null && this.isAlive(session))
      .sort((a, b) => b.createdAt - a.createdAt || a.id.localeCompare(b.id));
  }

  /** @returns false if the session does not exist */
  async end(userId: string, id: string): Promise<boolean> {
    const session = await this.find(userId, id);
    if (!session) return false;
    const removed = await this.redis.trip(async (client) => {
      const [, count] = await Promise.all([
        revoke(client, id, Math.max(session.endsAt, this.now() + 1)),
        client.hdel(sessionKey(userId), id),
      ]);
      return count;
    });
    this.counts.ended += removed;
    return removed === 1;
  }

  /** @returns how many live sessions ended */
  async endAll(userId: string): Promise<number> {
    return this.endAllBut(userId, '');
  }

  /** Ends all sessions but one. @returns how many live sessions ended */
  async endAllBut(userId: string, keptId: string): Promise<number> {
    const removed = await this.redis.trip((client) => END_ALL.run(client, [sessionKey(userId)], [keptId]));
    return (await this.seal(removed)).length;
  }

  /** Also revokes the removed sessions. @returns those that were still valid */
  private async seal(removed: readonly string[]): Promise<Session[]> {
    const ended: Session[] = [];
    for (let at = 0; at < removed.length; at += 2) {
      const session = decodeSession(removed[at] ?? '', removed[at + 1] ?? '');
      if (session && this.isAlive(session)) ended.push(session);
    }
    if (ended.length === 0) return ended;
    await this.redis.trip((client) => Promise.all(ended.map(({ id, endsAt }) => revoke(client, id, endsAt))));
    this.counts.ended += ended.length;
    return ended;
  }

  /**
   * Removes ended sessions from hashes that other sessions keep alive, some hundred hashes at a time.
   *
   * @param signal ends the work after the hashes in hand
   * @returns how many sessions were removed
   */
  async removeExpired(signal?: AbortSignal): Promise<number> {
    const before = this.counts.cleaned;
    for await (const keys of this.redis.scan('session:')) {
      if (keys.length > 0) this.counts.cleaned += await this.removeExpiredOf(keys);
      if (signal?.aborted) break;
    }
    return this.counts.cleaned - before;
  }

  /** Makes two round trips for any number of keys, because a drain waits for it. */
  private async removeExpiredOf(keys: string[]): Promise<number> {
    const hashes = await this.redis.trip((client) => Promise.all(keys.map((key) => client.hgetall(key))));
    const dead = keys.map((key, nth) => ({ key, fields: this.deadFields(hashes[nth] ?? {}) }));
    const toClean = dead.filter(({ fields }) => fields.length > 0);
    if (toClean.length === 0) return 0;
    const removed = await this.redis.trip((client) =>
      Promise.all(toClean.map(({ key, fields }) => REMOVE_UNCHANGED.run(client, [key], fields))),
    );
    return removed.reduce((sum, count) => sum + count, 0);
  }

  /** Fields of ended sessions, each followed by its value. */
  private deadFields(hash: Record<string, string>): string[] {
    const dead = Object.entries(hash).filter(([id, text]) => {
      const session = decodeSession(id, text);
      return !session || !this.isAlive(session);
    });
    return dead.flat();
  }

  /** Neither idle for too long nor past its absolute end. */
  isAlive(session: Session): boolean {
    return session.idleEndsAt > this.now() && session.endsAt > this.now();
  }
}

export const sessionKey = (userId: string): string => `session:${userId}`;

export const revocationKey = (sessionId: string): string => `blacklist:${sessionId}`;

/** If Redis refuses to write, the removal from the hash is enough, so that signing out always works. */
const revoke = (client: RedisClient, id: string, until: number): Promise<unknown> =>
  client.set(revocationKey(id), '1', 'PXAT', until).catch(unlessReadOnly);
