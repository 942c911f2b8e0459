import { Cluster } from 'ioredis';
import { unavailable, type AppError } from '../errors/app-error';
import { COUNT, limitKey, REFUND, type Counted } from '../rate-limit/limiter';
import type { Limit } from '../../config/rate-limits';
import { LuaScript } from '../redis/lua-script';
import type { RedisClient } from '../redis/connect';
import { isReplica, LUA_REFUSES_TO_WRITE, unlessReadOnly } from '../redis/read-only';
import type { RedisStore } from '../redis/redis-store';
import { sharedTrip } from '../redis/shared-trip';
import { blacklistKey, sessionKey } from './session-store';

/** The reads of the round trip that authenticates a request. */
export interface AuthenticationQuery {
  userId: string;
  sessionId: string;
  /** The user's limit; null if it is off. */
  limit: Limit | null;
  /** Any other keys whose values are wanted in the same trip. */
  keys: readonly string[];
}

export interface AuthenticationReply {
  /** The session as stored; null if it is gone or revoked. */
  session: string | null;
  /**
   * Null if the limit is off, if there is no session to count for, or if Redis refuses to write, for example because it is
   * full.
   */
  counted: Counted | null;
  /** The values of `keys`, in their order; empty without a session. */
  values: (string | null)[];
}

type Reply = [session: string | null, count: number, leftMs: number, ...values: (string | null)[]];

/** Lua unpacks up to some 8,000 values. A whole list may depend on more keys. */
const UNPACKED_MAX = 1_000;
/** A request that wants the values of more keys has a command of its own. */
const SHARED_VALUES_MAX = 250;
/** Session, revocation and limit. */
const FIXED_KEYS = 3;

/**
 * Reads session, revocation, limit and values of several requests in one command. An attempt without a session is not counted.
 * While Redis refuses to write nothing can be counted, and signed-in users can still read. An error of one request is its own.
 *
 * KEYS of each request: session, revocation, limit, and those of its values. ARGV: the session's id, the limit's window in
 * milliseconds, and the number of its keys.
 */
const ADMIT = new LuaScript<(Reply | Error)[]>(`
  local function admit(key, arg, last)
    local session = redis.call('HGET', KEYS[key], ARGV[arg])
    if not session or redis.call('EXISTS', KEYS[key + 1]) == 1 then return { false, 0, 0 } end
    local count, left = 0, 0
    local window = tonumber(ARGV[arg + 1])
    if window > 0 then
      count = redis.pcall('INCR', KEYS[key + 2])
      if type(count) ~= 'number' then
        local err = count.err
        if not (${LUA_REFUSES_TO_WRITE}) then return count end
        count = 0
      end
      left = redis.call('PTTL', KEYS[key + 2])
      if count > 0 and left < 0 then
        left = window
        redis.call('PEXPIRE', KEYS[key + 2], left)
      end
    end
    local answer = { session, count, left }
    for from = key + 3, last, ${UNPACKED_MAX} do
      local to = math.min(from + ${UNPACKED_MAX - 1}, last)
      for _, value in ipairs(redis.call('MGET', unpack(KEYS, from, to))) do answer[#answer + 1] = value end
    end
    return answer
  end

  local answers, key = {}, 1
  for arg = 1, #ARGV, 3 do
    local next = key + tonumber(ARGV[arg + 2])
    local done, answer = pcall(admit, key, arg, next - 1)
    if not done and type(answer) ~= 'table' then answer = { err = answer } end
    answers[#answers + 1] = answer
    key = next
  end
  return answers
`);

/** The one round trip of every signed-in request. Requests of one turn of the event loop share it. */
export class AuthenticationTrip {
  private readonly shared: (query: AuthenticationQuery) => Promise<AuthenticationReply>;

  constructor(private readonly redis: RedisStore) {
    this.shared = sharedTrip<AuthenticationQuery, AuthenticationReply>(redis, (queries) =>
      askServer(redis.client, queries),
    );
  }

  /** @throws AppError SERVICE_UNAVAILABLE */
  read(query: AuthenticationQuery): Promise<AuthenticationReply> {
    const { redis } = this;
    if (redis.client instanceof Cluster) return redis.trip(() => askSlots(redis, query));
    if (query.keys.length > SHARED_VALUES_MAX) return redis.trip(() => askAlone(redis.client, query));
    return this.shared(query);
  }
}

async function askAlone(client: RedisClient, query: AuthenticationQuery): Promise<AuthenticationReply> {
  const [reply] = await askServer(client, [query]);
  if (!reply || reply instanceof Error) throw unavailable(reply);
  return reply;
}

/** @throws Error of the server; an error of one request among several is in its place */
async function askServer(
  client: RedisClient,
  queries: readonly AuthenticationQuery[],
): Promise<(AuthenticationReply | AppError)[]> {
  const keys: string[] = [];
  const args: (string | number)[] = [];
  for (const { userId, sessionId, limit, keys: wanted } of queries) {
    keys.push(sessionKey(userId), blacklistKey(sessionId), limitKey('user', userId), ...wanted);
    args.push(sessionId, limit?.windowMs ?? 0, FIXED_KEYS + wanted.length);
  }
  const replies = await ADMIT.run(client, keys, args);
  const errors = replies.filter((reply) => reply instanceof Error);
  const error = errors.length === replies.length ? errors[0] : errors.find(isReplica);
  if (error) throw error;
  return replies.map((reply) => (reply instanceof Error ? unavailable(reply) : answerOf(reply)));
}

function answerOf([session, count, leftMs, ...values]: Reply): AuthenticationReply {
  return { session, counted: count > 0 ? { count, leftMs } : null, values };
}

/** In a cluster the keys are in different slots, which no script may span. So the same steps are separate commands. */
async function askSlots(redis: RedisStore, { userId, sessionId, limit, keys }: AuthenticationQuery) {
  const { client } = redis;
  const [session, revoked, counted, values] = await Promise.all([
    client.hget(sessionKey(userId), sessionId),
    client.exists(blacklistKey(sessionId)),
    limit && COUNT.run(client, [limitKey('user', userId)], [limit.windowMs]).catch(unlessReadOnly),
    redis.readMany([...keys]),
  ]);
  if (session === null || revoked === 1) {
    if (counted) await REFUND.run(client, [limitKey('user', userId)], []);
    return { session: null, counted: null, values: [] };
  }
  return { session, counted: counted && { count: counted[0], leftMs: counted[1] }, values };
}
