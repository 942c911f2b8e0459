import { localDayOf } from './local-day';
import { offsetAt } from './wall-time';

/*
 * Times as people write them: `2026-11-28T09:30` on the wall clock of a time zone. Where clocks change, the rules are those of
 * calendars. A time that the clocks skip is moved forward by the same amount. A time that occurs twice is the first of the
 * two.
 */

const WALL_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?$/;
const WITH_OFFSET = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?\s?(?:z|[+-]\d\d(?::?\d\d)?)$/i;
const DAY_MS = 24 * 3_600_000;

/** The moment that the text names, in `timeZone` unless the text has an offset. @returns null for other text */
export function parseLocalTime(text: string, timeZone: string): Date | null {
  const trimmed = text.trim();
  if (WITH_OFFSET.test(trimmed)) return validDate(Date.parse(isoOf(trimmed)));
  const [, date, time, seconds = '00', fraction = ''] = WALL_TIME.exec(trimmed) ?? [];
  if (date === undefined) return null;
  const wall = validDate(Date.parse(`${date}T${time}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}Z`));
  // Date rolls the 30th of February over into March.
  if (!wall?.toISOString().startsWith(date)) return null;
  return instantOf(wall.getTime(), timeZone);
}

/** The last millisecond of a local day, for deadlines that are given as a day. @param date YYYY-MM-DD */
export const endOfDay = (date: string, timeZone: string): Date =>
  new Date(localDayOf(date, timeZone).end.getTime() - 1);

/** @param wall what the clock shows, in milliseconds as if the zone were UTC */
function instantOf(wall: number, timeZone: string): Date {
  const before = offsetAt(wall - DAY_MS, timeZone);
  const after = offsetAt(wall + DAY_MS, timeZone);
  const found = [wall - before, wall - after].filter((at) => at + offsetAt(at, timeZone) === wall);
  // If none is found, the clocks skip the time. The offset before the change moves it forward by what they skip.
  return new Date(found.length > 0 ? Math.min(...found) : wall - before);
}

/** The form that every JavaScript engine parses: `T`, no space, and an offset of hours and minutes. */
const isoOf = (text: string): string =>
  text
    .toUpperCase()
    .replace(/^(\S{10}) /, '$1T')
    .replace(/\s/, '')
    .replace(/([+-]\d\d):?(\d\d)?$/, (_, hours: string, minutes = '00') => `${hours}:${String(minutes)}`);

function validDate(at: number): Date | null {
  return Number.isNaN(at) ? null : new Date(at);
}
