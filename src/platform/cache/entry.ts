/**
 * A value as it lies in Redis: a head line that tells under which tag versions it was stored, then the value's JSON
 * untouched, so that it can be handed on without being decoded.
 */
export interface Entry {
  /** Versions of the slot's tags, in the slot's order, the era first. */
  versions: readonly string[];
  /** Milliseconds since 1970. */
  storedAt: number;
  expiresAt: number;
  json: string;
}

export function encodeEntry(entry: Entry): string {
  return `${entry.storedAt} ${entry.expiresAt} ${entry.versions.join(' ')}\n${entry.json}`;
}

/** @returns null for text that is no entry */
export function decodeEntry(text: string): Entry | null {
  const end = text.indexOf('\n');
  if (end < 0) return null;
  const [storedAt, expiresAt, ...versions] = text.slice(0, end).split(' ');
  if (!storedAt || !expiresAt || versions.length === 0) return null;
  return { storedAt: Number(storedAt), expiresAt: Number(expiresAt), versions, json: text.slice(end + 1) };
}
