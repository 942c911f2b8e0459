import { LRUCache } from 'lru-cache';

const NAMES_MAX = 200;

/** By the name as it was written; null if it is not a zone. */
const known = new LRUCache<string, { key: string | null }>({ max: NAMES_MAX });

/** Excludes offsets such as `+02:00`, which Node 24 accepts as zones: they have no daylight saving time. */
const NAME = /^[A-Za-z][\w+\-/]{0,63}$/;

/**
 * The canonical name of an IANA time zone: `Asia/Kolkata` and `asia/calcutta` have the same one. Use it in keys, not for
 * display: Node's zone data choose it, and may choose an outdated name.
 *
 * @returns null for an unknown zone
 */
export function timeZoneKey(timeZone: string): string | null {
  const found = known.get(timeZone) ?? { key: resolved(timeZone) };
  known.set(timeZone, found);
  return found.key;
}

/** The zone's name for display: as it was written, in its proper case if that is known. @returns null for an unknown zone */
export function timeZoneName(timeZone: string): string | null {
  const key = timeZoneKey(timeZone);
  return key?.toLowerCase() === timeZone.toLowerCase() ? key : key && timeZone;
}

function resolved(timeZone: string): string | null {
  if (!NAME.test(timeZone)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return null; // RangeError: unknown to this Node's zone data
  }
}
