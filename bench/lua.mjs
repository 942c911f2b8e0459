/** Scripts that a load process runs before each request, in place of other clients and replicas. */

const NEW_VERSION = `
  local change = redis.call('INCR', 'bench:changes')
  local new = 'bench' .. change
  local old = redis.call('GET', KEYS[1])
  redis.call('SET', KEYS[1], new, 'KEEPTTL')`;

/**
 * A change elsewhere, after which another replica has already loaded what the change made invalid: the tag (first key)
 * gets a new version, and the entries (the other keys) are stored under it.
 */
export const CHANGE = `${NEW_VERSION}
  for i = 2, #KEYS do
    local entry = redis.call('GET', KEYS[i])
    local from, to = string.find(entry, old, 1, true)
    redis.call('SET', KEYS[i], string.sub(entry, 1, from - 1) .. new .. string.sub(entry, to + 1), 'KEEPTTL')
  end`;

/**
 * The same, and the first student of an entry has another telephone number: the number of the change, which is returned. A peer
 * stores objects, the gateway arrays whose last columns are the number, the organization, and two times.
 */
export const CHANGE_VALUE = `${NEW_VERSION}
  for i = 2, #KEYS do
    local entry = redis.call('GET', KEYS[i])
    local from, to = string.find(entry, old, 1, true)
    entry = string.sub(entry, 1, from - 1) .. new .. string.sub(entry, to + 1)
    local count
    entry, count = string.gsub(entry, '"phone":"?[^,"}]*"?', '"phone":"' .. change .. '"', 1)
    if count == 0 then
      entry = string.gsub(entry, '"?[^,"]*"?,( "?[^,"]*"?, "[%d-]+T[^"]+", "[%d-]+T)', '"' .. change .. '",%1', 1)
    end
    redis.call('SET', KEYS[i], entry, 'KEEPTTL')
  end
  return change`;

/** A change elsewhere, and nobody has loaded anything since. */
export const FORGET = `${NEW_VERSION}
  redis.call('DEL', unpack(KEYS, 2))`;

/** What {@link CHANGE_VALUE} wrote, in the text of a response. */
export const changeIn = (text) => Number(/"phone":"(\d+)"/.exec(text)?.[1]);
