import { LuaScript } from '../redis/lua-script';
import type { RedisStore } from '../redis/redis-store';
import { newToken, tagKey, TAG_TTL_MS, type Tag } from './tag';

/**
 * Another token for a version that is there. Marks stay, for their writers have not committed yet; an era stays one of
 * its server's run. ARGV: new token, lifetime.
 */
const RENEW = new LuaScript<number>(`
  local now = redis.call('GET', KEYS[1])
  if not now then return 0 end
  local run = string.match(now, '^[^!]*%.') or ''
  local marks = string.match(now, '!.*$') or ''
  redis.call('SET', KEYS[1], run .. ARGV[1] .. marks, 'PX', ARGV[2])
  return 1
`);

/**
 * Lets nothing that is cached under the tag count any more, for what was changed past the gateway. Unlike deleting the
 * key it is safe while the gateway writes.
 *
 * @returns false if the tag has no version: then nothing is cached under it
 * @throws AppError SERVICE_UNAVAILABLE
 */
export async function renewTag(redis: RedisStore, name: Tag): Promise<boolean> {
  const renewed = await redis.trip((client) => RENEW.run(client, [tagKey(name)], [newToken(), TAG_TTL_MS]));
  return renewed === 1;
}
