import { Cluster } from 'ioredis';
import { unavailable, type AppError } from '../errors/app-error';
import { COUNT, limitKey, REFUND, type Counted } from '../rate-limit/limiter';
import type { Limit } from '../../config/rate-limits';
import { LuaScript } from '../redis/lua-script';
import type { RedisClient } from '../redis/connect';
import { isReplica, LUA_REFUSES_TO_WRITE, unlessReadOnly } from '../redis/read-only';
import type { RedisStore } from '../redis/redis-store';
import { sharedTrip } from '../redis/shared-trip';
import { revocationKey, sessionKey } from './session-store';

/*
 * Threat this file answers: a request that gets the session or the values of another one in the same command. Each takes the
 * replies at its own places, and an error stands in the place of the request that caused it.
 */

/** The reads of the round trip that authenticates a request. */
export interface AuthenticationQuery {
  userId: string;
  sessionId: string;
  /** The user's limit; null if it is off. */
  limit: Limit | null;
  /** Further keys to read in the same trip. */
  keys: readonly string[];
}

export interface AuthenticationReply {
  /** The session as stored; null if it is gone or revoked. */
  session: string | null;
  /** Null if the limit is off, if there is no session, or if Redis refuses to write, for example because it is full. */
  counted: Counted | null;
  /** The values of `keys`, in their order; empty without a session. */
  values: (string | null)[];
}

/** Of each request; an error stands in the place of its session. */
type Admission = [session: string | Error | null, count: number, leftMs: number];

/** Those of all requests, one after another, then the values. */
type Replies = Admission[number][];

/** How many keys and replies each request has, without its values. */
const KEYS_EACH = 3;
/** Lua can unpack about 8,000 values. A whole list may depend on more keys. */
const UNPACKED_MAX = 1_000;

/**
 * Reads session, revocation and limit of several requests in one command, and all values that they want. An attempt without a
 * session is not counted. While Redis refuses to write nothing can be counted, and signed-in users can still read. An error of
 * one request is its own.
 *
 * KEYS: session, revocation and limit of each request, then those of the values. ARGV: of each request the session's id and the
 * limit's window in milliseconds.
 */
const ADMIT = new LuaScript<Replies>(`
  local function admit(sessions, revocation, limit, id, window)
    local session = redis.call('HGET', sessions, id)
    if not session or redis.call('EXISTS', revocation) == 1 then return false, 0, 0 end
    if window == 0 then return session, 0, 0 end
    local count = redis.pcall('INCR', limit)
    if type(count) ~= 'number' then
      local err = count.err
      if not (${LUA_REFUSES_TO_WRITE}) then return count, 0, 0 end
      count = 0
    end
    local left = redis.call('PTTL', limit)
    if count > 0 and left < 0 then
      left = window
      redis.call('PEXPIRE', limit, left)
    end
    return session, count, left
  end

  local answers, first = {}, 1
  for arg = 1, #ARGV, 2 do
    local done, session, count, left =
      pcall(admit, KEYS[first], KEYS[first + 1], KEYS[first + 2], ARGV[arg], tonumber(ARGV[arg + 1]))
    if not done and type(session) ~= 'table' then session = { err = session } end
    answers[first], answers[first + 1], answers[first + 2] = session, count or 0, left or 0
    first = first + 3
  end
  for from = first, #KEYS, ${UNPACKED_MAX} do
    local to = math.min(from + ${UNPACKED_MAX - 1}, #KEYS)
    for _, value in ipairs(redis.call('MGET', unpack(KEYS, from, to))) do answers[#answers + 1] = value end
  end
  return answers
`);

/** The one round trip of every signed-in request. Requests of one turn of the event loop share it. */
export class AuthenticationTrip {
  private readonly shared: (query: AuthenticationQuery) => Promise<AuthenticationReply>;

  constructor(private readonly redis: RedisStore) {
    this.shared = sharedTrip<AuthenticationQuery, AuthenticationReply>(redis, {
      ask: (queries) => askServer(redis.client, queries),
      sizeOf: ({ keys }) => keys.length,
    });
  }

  /** @throws AppError SERVICE_UNAVAILABLE */
  read(query: AuthenticationQuery): Promise<AuthenticationReply> {
    const { redis } = this;
    if (redis.client instanceof Cluster) return redis.trip(() => askSlots(redis, query));
    return this.shared(query);
  }
}

/** @throws Error of the server; an error of one request among several is in its place */
async function askServer(
  client: RedisClient,
  queries: readonly AuthenticationQuery[],
): Promise<(AuthenticationReply | AppError)[]> {
  const keys = queries.flatMap(sessionKeys);
  // Requests at the same time want mostly the same values.
  const places = new Map<string, number>();
  for (const query of queries)
    for (const key of query.keys) if (!places.has(key)) places.set(key, keys.length + places.size);
  const args = queries.flatMap(({ sessionId, limit }) => [sessionId, limit?.windowMs ?? 0]);
  const replies = await ADMIT.run(client, [...keys, ...places.keys()], args);

  const answers = queries.map((query, nth) => {
    const [session, count, leftMs] = replies.slice(nth * KEYS_EACH, (nth + 1) * KEYS_EACH) as Admission;
    if (session instanceof Error) return session;
    const values = session === null ? [] : query.keys.map((key) => replies[places.get(key) ?? -1] as string | null);
    return { session, counted: count > 0 ? { count, leftMs } : null, values };
  });
  throwIfOfServer(answers);
  return answers.map((answer) => (answer instanceof Error ? unavailable(answer) : answer));
}

const sessionKeys = ({ userId, sessionId }: AuthenticationQuery): string[] => [
  sessionKey(userId),
  revocationKey(sessionId),
  limitKey('user', userId),
];

/** An error that all requests meet is the server's. So is the error of one if the server has become a replica. */
function throwIfOfServer(answers: readonly unknown[]): void {
  const errors = answers.filter((answer) => answer instanceof Error);
  const error = errors.length === answers.length ? errors[0] : errors.find(isReplica);
  if (error) throw error;
}

/** In a cluster the keys are in different slots, which no script may span. So the same steps are separate commands. */
async function askSlots(redis: RedisStore, { userId, sessionId, limit, keys }: AuthenticationQuery) {
  const { client } = redis;
  const [session, revoked, counted, values] = await Promise.all([
    client.hget(sessionKey(userId), sessionId),
    client.exists(revocationKey(sessionId)),
    limit && COUNT.run(client, [limitKey('user', userId)], [limit.windowMs]).catch(unlessReadOnly),
    redis.readMany([...keys]),
  ]);
  if (session === null || revoked === 1) {
    if (counted) await REFUND.run(client, [limitKey('user', userId)], []);
    return { session: null, counted: null, values: [] };
  }
  return { session, counted: counted && { count: counted[0], leftMs: counted[1] }, values };
}
