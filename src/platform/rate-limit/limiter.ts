import { createHash } from 'node:crypto';
import { LuaScript } from '../redis/lua-script';
import type { RedisStore } from '../redis/redis-store';
import type { Limit, PolicyName } from '../../config/rate-limits';

/** The outcome of one attempt. */
export interface Decision {
  policy: PolicyName;
  limit: Limit;
  allowed: boolean;
  remaining: number;
  /** Seconds until the window ends, at least 1. */
  resetSeconds: number;
}

/** The identity that a policy counts. */
export type Bucket = readonly [policy: PolicyName, identity: string];

/** The state of a bucket, without counting an attempt. */
export interface Standing {
  policy: PolicyName;
  limit: Limit;
  remaining: number;
  /** Seconds until the window ends, 0 if none has begun. */
  resetSeconds: number;
}

/** A counter after an attempt: the attempts in this window, and the milliseconds until it ends. */
export interface Counted {
  count: number;
  leftMs: number;
}

/** Counts and sets the window's end in one step. So no counter lacks an expiry, and a refusal never moves the end. */
export const COUNT = new LuaScript<[count: number, leftMs: number]>(`
  local count = redis.call('INCR', KEYS[1])
  local left = redis.call('PTTL', KEYS[1])
  if left < 0 then
    left = tonumber(ARGV[1])
    redis.call('PEXPIRE', KEYS[1], left)
  end
  return { count, left }
`);

/** Takes back one attempt if its window has not ended. A counter that reaches 0 is removed. */
export const REFUND = new LuaScript<number>(`
  if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
  local count = redis.call('DECR', KEYS[1])
  if count <= 0 then redis.call('DEL', KEYS[1]) end
  return count
`);

/** Looks at a counter and leaves it as it is. */
const LOOK = new LuaScript<[count: number, leftMs: number]>(`
  return { tonumber(redis.call('GET', KEYS[1]) or '0'), redis.call('PTTL', KEYS[1]) }
`);

const IDENTITY_LENGTH = 254;

/** Fixed-window limits, counted atomically in Redis. Both transports and all replicas share one counter. */
export class Limiter {
  constructor(
    private readonly redis: RedisStore,
    readonly limits: Record<PolicyName, Limit | null>,
    private readonly decided: (policy: PolicyName, allowed: boolean) => void = () => undefined,
  ) {}

  /**
   * Counts one attempt. @returns null if the policy is off
   * @throws AppError SERVICE_UNAVAILABLE: what cannot be counted is refused
   */
  async count(policy: PolicyName, identity: string): Promise<Decision | null> {
    const limit = this.limits[policy];
    if (!limit) return null;
    const [count, leftMs] = await this.redis.trip((client) =>
      COUNT.run(client, [limitKey(policy, identity)], [limit.windowMs]),
    );
    return this.decide(policy, limit, { count, leftMs });
  }

  /**
   * The state of buckets, in their order, without those whose policy is off; counts nothing. One round trip.
   *
   * @throws AppError SERVICE_UNAVAILABLE
   */
  async look(buckets: readonly Bucket[]): Promise<Standing[]> {
    return this.redis.trip((client) =>
      Promise.all(
        buckets.flatMap(([policy, identity]) => {
          const limit = this.limits[policy];
          if (!limit) return [];
          const counted = LOOK.run(client, [limitKey(policy, identity)], []);
          return counted.then(([count, leftMs]) => standing(policy, limit, { count, leftMs }));
        }),
      ),
    );
  }

  /** Resets buckets. @returns how many of them had a count @throws AppError SERVICE_UNAVAILABLE */
  async reset(buckets: readonly Bucket[]): Promise<number> {
    const keys = buckets.map(([policy, identity]) => limitKey(policy, identity));
    const removed = await this.redis.trip((client) => Promise.all(keys.map((key) => client.del(key))));
    return removed.filter((count) => count > 0).length;
  }

  /** The identities with a counter under a policy that begin with `start`. */
  async identities(policy: PolicyName, start: string): Promise<string[]> {
    const found = new Set<string>();
    for await (const keys of this.redis.scan(limitKey(policy, start))) {
      for (const key of keys) found.add(key.slice(limitKey(policy, '').length));
    }
    return [...found].sort();
  }

  /** The decision for a counter under a limit. */
  decide(policy: PolicyName, limit: Limit, { count, leftMs }: Counted): Decision {
    const allowed = count <= limit.max;
    this.decided(policy, allowed);
    const remaining = Math.max(0, limit.max - count);
    return { policy, limit, allowed, remaining, resetSeconds: Math.max(1, Math.ceil(leftMs / 1000)) };
  }

  /** Takes back an attempt that turned out not to be the identity's own. */
  async refund(policy: PolicyName, identity: string): Promise<void> {
    if (!this.limits[policy]) return;
    await this.redis.trip((client) => REFUND.run(client, [limitKey(policy, identity)], []));
  }
}

const standing = (policy: PolicyName, limit: Limit, { count, leftMs }: Counted): Standing => ({
  policy,
  limit,
  remaining: Math.max(0, limit.max - count),
  resetSeconds: Math.max(0, Math.ceil(leftMs / 1000)),
});

/** The identity is in clear text, except if it is longer than any real one. */
export function limitKey(policy: PolicyName, identity: string): string {
  const name = identity.length <= IDENTITY_LENGTH ? identity : createHash('sha256').update(identity).digest('hex');
  return `rate_limit:${policy}:${name}`;
}
