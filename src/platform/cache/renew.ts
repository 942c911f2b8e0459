import { LuaScript } from '../redis/lua-script';
import type { RedisStore } from '../redis/redis-store';
import { newToken, tagKey, TAG_TTL_MS, type Tag } from './tag';

/**
 * A new token for an existing version. Write intents stay, because their writers have not committed yet. A cache generation
 * keeps its run. ARGV: new token, lifetime.
 */
const RENEW = new LuaScript<number>(`
  local now = redis.call('GET', KEYS[1])
  if not now then return 0 end
  local run = string.match(now, '^[^!]*%.') or ''
  local intents = string.match(now, '!.*$') or ''
  redis.call('SET', KEYS[1], run .. ARGV[1] .. intents, 'PX', ARGV[2])
  return 1
`);

/**
 * Invalidates all entries under the tag, after a change that bypassed the gateway. Unlike deleting the key, it is safe while
 * the gateway writes.
 *
 * @returns false if the tag has no version: then nothing is cached under it
 * @throws AppError SERVICE_UNAVAILABLE
 */
export async function renewTag(redis: RedisStore, name: Tag): Promise<boolean> {
  const renewed = await redis.trip((client) => RENEW.run(client, [tagKey(name)], [newToken(), TAG_TTL_MS]));
  return renewed === 1;
}
