/**
 * A cache entry in Redis: a head line with the tag versions, then the value's JSON unchanged, so that it can be passed on
 * without decoding.
 */
export interface Entry {
  /** The shape of the value's format, if any. It comes first, so that replicas without formats treat the entry as expired. */
  shape?: string;
  /** Versions of the slot's tags, in the slot's order, the cache generation first. */
  versions: readonly string[];
  /** Milliseconds since 1970. */
  storedAt: number;
  expiresAt: number;
  json: string;
}

export function encodeEntry(entry: Entry): string {
  const shape = entry.shape === undefined ? '' : `${entry.shape} `;
  return `${shape}${entry.storedAt} ${entry.expiresAt} ${entry.versions.join(' ')}\n${entry.json}`;
}

/** @returns null if the text is not an entry of this shape */
export function decodeEntry(text: string, shape?: string): Entry | null {
  const end = text.indexOf('\n');
  if (end < 0) return null;
  const head = text.slice(0, end).split(' ');
  if (shape !== undefined && head.shift() !== shape) return null;
  const [storedAt, expiresAt, ...versions] = head;
  if (!storedAt || !expiresAt || versions.length === 0) return null;
  return { shape, storedAt: Number(storedAt), expiresAt: Number(expiresAt), versions, json: text.slice(end + 1) };
}
