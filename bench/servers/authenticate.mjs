import { createSecretKey } from 'node:crypto';
import { Redis } from 'ioredis';
import jwt from 'jsonwebtoken';
import { jwtSecret, name, redisSocket } from './settings.mjs';

export const LIMIT = 1_000_000_000;
export const WINDOW_S = 60;

const key = createSecretKey(jwtSecret, 'utf8');
const verified = new Map();

/** As the gateway's: commands of one turn of the event loop leave in one write, whichever requests they belong to. */
export const redis = new Redis({ path: redisSocket, enableAutoPipelining: true });

/** KEYS: session, blacklist, tags. ARGV: id of the session. */
const WITHOUT_LIMIT = await redis.script(
  'LOAD',
  `
  local session = redis.call('HGET', KEYS[1], ARGV[1])
  if not session or redis.call('EXISTS', KEYS[2]) == 1 then return { false } end
  local answer = redis.call('MGET', unpack(KEYS, 3))
  table.insert(answer, 1, session)
  return answer`,
);

/** KEYS: session, blacklist, limit, tags. ARGV: id of the session, milliseconds of the limit's window. */
const WITH_LIMIT = await redis.script(
  'LOAD',
  `
  local session = redis.call('HGET', KEYS[1], ARGV[1])
  if not session or redis.call('EXISTS', KEYS[2]) == 1 then return { false } end
  local count = redis.call('INCR', KEYS[3])
  local left = redis.call('PTTL', KEYS[3])
  if left < 0 then
    left = tonumber(ARGV[2])
    redis.call('PEXPIRE', KEYS[3], left)
  end
  local answer = redis.call('MGET', unpack(KEYS, 4))
  table.insert(answer, 1, left)
  table.insert(answer, 1, count)
  table.insert(answer, 1, session)
  return answer`,
);

/** Whose a token is, and where Redis has what is checked. No I/O; tokens that were verified are remembered. */
function claimsOf(authorization) {
  const known = verified.get(authorization);
  if (known) return known;
  const { sub, jti } = jwt.verify(authorization.slice('Bearer '.length), key, { algorithms: ['HS256'] });
  const claims = {
    userId: sub,
    sessionId: jti,
    session: `session:${sub}`,
    blacklist: `blacklist:${jti}`,
    limit: `bench:${name}:limit:${sub}`,
  };
  verified.set(authorization, claims);
  return claims;
}

/**
 * What the contract asks of every request, in one command: session, revocation, the user's limit, and the versions of two
 * tags.
 */
export async function authenticate(authorization, [generation, tag]) {
  const { userId, sessionId, session, blacklist, limit } = claimsOf(authorization);
  const [stored, count, leftMs, ...versions] = await redis.evalsha(
    ...[WITH_LIMIT, 5, session, blacklist, limit, generation, tag, sessionId, WINDOW_S * 1_000],
  );
  if (stored === null || count > LIMIT) throw new Error('refused');
  return { userId, count, leftMs, versions };
}

/** The same without the limit. */
export async function authenticateUnlimited(authorization, [generation, tag]) {
  const { userId, sessionId, session, blacklist } = claimsOf(authorization);
  const [stored, ...versions] = await redis.evalsha(
    ...[WITHOUT_LIMIT, 4, session, blacklist, generation, tag, sessionId],
  );
  if (stored === null) throw new Error('refused');
  return { userId, versions };
}
