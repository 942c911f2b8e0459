import { randomBytes } from 'node:crypto';
import { LuaScript } from '../redis/lua-script';
import { unlessReadOnly } from '../redis/read-only';
import type { RedisClient } from '../redis/connect';
import type { RedisStore } from '../redis/redis-store';
import { decodeSession, encodeSession, type Session } from './session';

/*
 * Threats this file answers:
 * - A signed-out token is used again: its session is gone from the hash, and its id is on the blacklist until the token
 *   would expire. No late or repeated command can restore the session.
 * - An extension in flight while the user signs out: one script extends only a field that still exists, and never creates
 *   one.
 * - A stolen Redis dump: it has only ids and no tokens. An id is worthless without the signing secret.
 * - A session that is used without end: its absolute end is fixed at sign-in, and no extension passes it.
 * - Repeated sign-ins that fill Redis, or hide a session among thousands: the number of sessions per user is bounded.
 *   Counting and removing are one step, so concurrent sign-ins cannot pass the limit together.
 */

/**
 * Sets a field of the hash. The hash lives as long as its longest session. Above the limit, fields of ended sessions are
 * removed first, then the oldest, and never the new one. Returns the removed fields.
 */
const CREATE = new LuaScript<string[]>(`
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
  local excess = redis.call('HLEN', KEYS[1]) - tonumber(ARGV[4])
  if excess <= 0 then return {} end
  local function age(text)
    local created, ends = text:match('^%[(%d+),%d+,(%d+),')
    return created and tonumber(ends) > tonumber(ARGV[5]) and tonumber(created) or 0
  end
  local fields, others = redis.call('HGETALL', KEYS[1]), {}
  for i = 1, #fields, 2 do
    if fields[i] ~= ARGV[1] then table.insert(others, { fields[i], fields[i + 1], age(fields[i + 1]) }) end
  end
  table.sort(others, function(a, b) return a[3] < b[3] end)
  local removed = {}
  for i = 1, math.min(excess, #others) do
    redis.call('HDEL', KEYS[1], others[i][1])
    table.insert(removed, others[i][1])
    table.insert(removed, others[i][2])
  end
  return removed
`);

/** As CREATE, but only for a session that has not changed since the caller read it. */
const EXTEND = new LuaScript<number>(`
  if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[4] then return 0 end
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
  return 1
`);

/** Removes all fields but one, which need not be there, and returns them. */
const END_ALL = new LuaScript<string[]>(`
  local fields, removed = redis.call('HGETALL', KEYS[1]), {}
  for i = 1, #fields, 2 do
    if fields[i] ~= ARGV[1] then
      redis.call('HDEL', KEYS[1], fields[i])
      table.insert(removed, fields[i])
      table.insert(removed, fields[i + 1])
    end
  end
  return removed
`);

/** Removes the fields named in ARGV if they still have the value that follows each. */
const REMOVE_UNCHANGED = new LuaScript<number>(`
  local removed = 0
  for i = 1, #ARGV, 2 do
    if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then
      removed = removed + redis.call('HDEL', KEYS[1], ARGV[i])
    end
  end
  return removed
`);

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

/** A new session, the sessions that ended for it, and the values of further keys once it existed. */
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
      Promise.all([client.hget(sessionKey(userId), id), client.exists(blacklistKey(id))]),
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

  /** Moves the idle end of a session that is still there. */
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

  /** Also puts the removed sessions on the blacklist. @returns those that were still valid */
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

  /** Removes ended sessions from hashes that other sessions keep alive. @returns their number */
  async removeExpired(): Promise<number> {
    let removed = 0;
    for await (const keys of this.redis.scan('session:')) {
      for (const key of keys) removed += await this.removeExpiredOf(key);
    }
    this.counts.cleaned += removed;
    return removed;
  }

  private async removeExpiredOf(key: string): Promise<number> {
    const fields = await this.redis.trip((client) => client.hgetall(key));
    const dead = Object.entries(fields).filter(([id, text]) => {
      const session = decodeSession(id, text);
      return !session || !this.isAlive(session);
    });
    if (dead.length === 0) return 0;
    return this.redis.trip((client) => REMOVE_UNCHANGED.run(client, [key], dead.flat()));
  }

  /** Neither idle for too long nor past its absolute end. */
  isAlive(session: Session): boolean {
    return session.idleEndsAt > this.now() && session.endsAt > this.now();
  }
}

export const sessionKey = (userId: string): string => `session:${userId}`;

export const blacklistKey = (sessionId: string): string => `blacklist:${sessionId}`;

/** Where Redis refuses to write, to be gone from the hash has to do: signing out works always. */
const revoke = (client: RedisClient, id: string, until: number): Promise<unknown> =>
  client.set(blacklistKey(id), '1', 'PXAT', until).catch(unlessReadOnly);
