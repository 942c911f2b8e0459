/** Scripts that a load process runs before each request, in place of other clients and replicas. */

/**
 * A change elsewhere, after which another replica has already loaded what the change made invalid: the tag (first key)
 * gets a new version, and the entries (the other keys) are stored under it.
 */
export const CHANGE = `
  local old = redis.call('GET', KEYS[1])
  local new = 'bench' .. redis.call('INCR', 'bench:changes')
  redis.call('SET', KEYS[1], new, 'KEEPTTL')
  for i = 2, #KEYS do
    local entry = redis.call('GET', KEYS[i])
    local from, to = string.find(entry, old, 1, true)
    redis.call('SET', KEYS[i], string.sub(entry, 1, from - 1) .. new .. string.sub(entry, to + 1), 'KEEPTTL')
  end`;

/** The same, and the first of the values is another one than before. */
export const CHANGE_VALUE = `
  local old = redis.call('GET', KEYS[1])
  local change = redis.call('INCR', 'bench:changes')
  local new = 'bench' .. change
  redis.call('SET', KEYS[1], new, 'KEEPTTL')
  for i = 2, #KEYS do
    local entry = redis.call('GET', KEYS[i])
    local from, to = string.find(entry, old, 1, true)
    entry = string.sub(entry, 1, from - 1) .. new .. string.sub(entry, to + 1)
    entry = string.gsub(entry, '"phone":"?[^,"}]*"?', '"phone":"' .. change .. '"', 1)
    redis.call('SET', KEYS[i], entry, 'KEEPTTL')
  end`;

export const FORGET = `redis.call('DEL', unpack(KEYS))`;
