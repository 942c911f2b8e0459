import { LRUCache } from 'lru-cache';

const MOST_NAMES = 200;

/** By the name as written; null if it is not a zone. */
const known = new LRUCache<string, { key: string | null }>({ max: MOST_NAMES });

/** Offsets such as `+02:00`, which Node 24 takes for zones, know no daylight saving. */
const NAME = /^[A-Za-z][\w+\-/]{0,63}$/;

/**
 * The one name for all names of an IANA time zone, in any case: `Asia/Kolkata` and `asia/calcutta` have the same. It belongs
 * into keys; Node's zone data choose it, and may choose a name of long ago.
 *
 * @returns null for a zone that is not known
 */
export function timeZoneKey(timeZone: string): string | null {
  const found = known.get(timeZone) ?? { key: resolved(timeZone) };
  known.set(timeZone, found);
  return found.key;
}

/** The zone's display name: as it was written, in its proper case if that is known. @returns null as above */
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
