import { LRUCache } from 'lru-cache';

/** By time zone. Creating one takes far longer than using it. */
const formats = new LRUCache<string, Intl.DateTimeFormat>({ max: 200, memoMethod: formatOf });

/** The local time of a zone at a moment: `2026-11-28 09:30:00`. */
export const wallTime = (at: number, timeZone: string): string => formats.memo(timeZone).format(at);

/** The offset of a zone from UTC at a moment, in milliseconds. */
export function offsetAt(at: number, timeZone: string): number {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = wallTime(at, timeZone)
    .split(/\D/)
    .map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1_000) * 1_000;
}

/** The Swedish locale writes dates as ISO 8601 does. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone, hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
}
