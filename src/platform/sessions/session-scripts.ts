import { LuaScript } from '../redis/lua-script';

/* Atomic steps on the hash of one user's sessions (KEYS[1]). A field is a session's id, its value the session. */

/**
 * Sets a field of the hash. The hash lives as long as its longest session. Above the limit, fields of ended sessions are
 * removed first, then the oldest, and never the new one. Returns the removed fields.
 */
export const CREATE = new LuaScript<string[]>(`
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
export const EXTEND = new LuaScript<number>(`
  if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[4] then return 0 end
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
  return 1
`);

/** Removes and returns all fields but one, which need not exist. */
export const END_ALL = new LuaScript<string[]>(`
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
export const REMOVE_UNCHANGED = new LuaScript<number>(`
  local removed = 0
  for i = 1, #ARGV, 2 do
    if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then
      removed = removed + redis.call('HDEL', KEYS[1], ARGV[i])
    end
  end
  return removed
`);
