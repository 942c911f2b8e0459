import { createSecretKey } from 'node:crypto';
import { Redis } from 'ioredis';
import jwt from 'jsonwebtoken';
import { jwtSecret, redisSocket } from './settings.mjs';

const WINDOW_S = 60;
const LIMIT = 1_000_000_000;

const key = createSecretKey(jwtSecret, 'utf8');
const verified = new Map();

/** As the gateway's: commands of one turn of the event loop leave in one write, whichever requests they belong to. */
export const redis = new Redis({ path: redisSocket, enableAutoPipelining: true });

/** Whose a token is, without I/O; tokens that were verified are remembered. */
export function claimsOf(authorization) {
  const known = verified.get(authorization);
  if (known) return known;
  const { sub, jti } = jwt.verify(authorization.slice('Bearer '.length), key, { algorithms: ['HS256'] });
  const claims = { userId: sub, sessionId: jti };
  verified.set(authorization, claims);
  return claims;
}

/**
 * What the gateway checks on every request: the session, its revocation, the profile and the user's limit, in one round
 * trip.
 * @param {string[]} tags keys of tags whose versions are wanted along
 */
export async function admit(authorization, tags = []) {
  const { userId, sessionId } = claimsOf(authorization);
  const limit = `bench:limit:${userId}`;
  const [session, revoked, count, , values] = await Promise.all([
    redis.hget(`session:${userId}`, sessionId),
    redis.exists(`blacklist:${sessionId}`),
    redis.incr(limit),
    redis.expire(limit, WINDOW_S, 'NX'),
    redis.mget(`bench:profile:${userId}`, ...tags),
  ]);
  if (session === null || revoked === 1 || count > LIMIT || values[0] === null) throw new Error('not admitted');
  return { userId, role: JSON.parse(values[0]).role };
}
