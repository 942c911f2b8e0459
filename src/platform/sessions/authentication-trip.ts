import { Cluster } from 'ioredis';
import { COUNT, limitKey, REFUND, type Counted } from '../rate-limit/limiter';
import type { Limit } from '../../config/rate-limits';
import { LuaScript } from '../redis/lua-script';
import { LUA_REFUSES_TO_WRITE, unlessReadOnly } from '../redis/read-only';
import type { RedisStore } from '../redis/redis-store';
import { blacklistKey, sessionKey } from './session-store';

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

type Reply = [session: string | null, count: number, leftMs: number, ...values: (string | null)[]];

/** Lua can unpack about 8,000 values. A whole list may depend on more keys. */
const UNPACKED_MAX = 1_000;

/**
 * Reads session, revocation, limit and values in one command. An attempt without a session is not counted. While Redis
 * refuses to write nothing can be counted, and signed-in users can still read.
 */
const ADMIT = new LuaScript<Reply>(`
  local session = redis.call('HGET', KEYS[1], ARGV[1])
  if not session or redis.call('EXISTS', KEYS[2]) == 1 then return { false, 0, 0 } end
  local count, left = 0, 0
  local window = tonumber(ARGV[2])
  if window > 0 then
    count = redis.pcall('INCR', KEYS[3])
    if type(count) ~= 'number' then
      local err = count.err
      if not (${LUA_REFUSES_TO_WRITE}) then return count end
      count = 0
    end
    left = redis.call('PTTL', KEYS[3])
    if count > 0 and left < 0 then
      left = window
      redis.call('PEXPIRE', KEYS[3], left)
    end
  end
  local answer = { session, count, left }
  for first = 4, #KEYS, ${UNPACKED_MAX} do
    local last = math.min(first + ${UNPACKED_MAX - 1}, #KEYS)
    for _, value in ipairs(redis.call('MGET', unpack(KEYS, first, last))) do answer[#answer + 1] = value end
  end
  return answer
`);

/**
 * The one round trip of every signed-in request.
 *
 * @throws AppError SERVICE_UNAVAILABLE
 */
export function readAuthentication(redis: RedisStore, question: AuthenticationQuery): Promise<AuthenticationReply> {
  return redis.trip((client) => (client instanceof Cluster ? askSlots(redis, question) : askServer(redis, question)));
}

async function askServer(redis: RedisStore, { userId, sessionId, limit, keys }: AuthenticationQuery) {
  const [session, count, leftMs, ...values] = await ADMIT.run(
    redis.client,
    [sessionKey(userId), blacklistKey(sessionId), limitKey('user', userId), ...keys],
    [sessionId, limit?.windowMs ?? 0],
  );
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
