/**
 * A cache entry in Redis: a head line with the tag versions, then the value's JSON unchanged, so that it can be passed on
 * without decoding.
 */
export interface Entry {
  /** Versions of the slot's tags, in the slot's order, the cache generation first. */
  versions: readonly string[];
  /** Milliseconds since 1970. */
  storedAt: number;
  expiresAt: number;
  json: string;
}

export function encodeEntry(entry: Entry): string {
  return `${entry.storedAt} ${entry.expiresAt} ${entry.versions.join(' ')}\n${entry.json}`;
}

/** @returns null if the text is not an entry */
export function decodeEntry(text: string): Entry | null {
  const end = text.indexOf('\n');
  if (end < 0) return null;
  const [storedAt, expiresAt, ...versions] = text.slice(0, end).split(' ');
  if (!storedAt || !expiresAt || versions.length === 0) return null;
  return { storedAt: Number(storedAt), expiresAt: Number(expiresAt), versions, json: text.slice(end + 1) };
}
