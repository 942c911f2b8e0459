import { timeZoneName } from '../config/time-zone';
import { badInput } from '../platform/errors/app-error';
import { LRUCache } from 'lru-cache';
import { isGiven } from './given';
import { wallTime } from './wall-time';

/** A calendar day of a time zone: from its first instant to the first instant of the next day, exclusive. */
export interface LocalDay {
  /** YYYY-MM-DD. */
  date: string;
  timeZone: string;
  start: Date;
  end: Date;
}

/**
 * The name of the time zone that a client asks for, by default the gateway's.
 *
 * @throws AppError BAD_USER_INPUT on `timeZone` for an unknown zone
 */
export function zoneAsked(timeZone: string | null | undefined, ownZone: string): string {
  const zone = isGiven(timeZone) ? timeZoneName(timeZone) : ownZone;
  if (!zone) throw badInput('timeZone', 'is not a known IANA time zone, such as Europe/Berlin');
  return zone;
}

/** The local day it is now in `timeZone`, by default the gateway's. @throws AppError as `zoneAsked` */
export const currentDay = (timeZone: string | null | undefined, ownZone: string, now: Date): LocalDay =>
  localDay(now, zoneAsked(timeZone, ownZone));

const HOUR = 3_600_000;

const lastDays = new LRUCache<string, LocalDay>({ max: 200 });

/** The local day of `now`; 23 or 25 hours long when clocks change. */
export function localDay(now: Date, timeZone: string): LocalDay {
  const last = lastDays.get(timeZone);
  if (last && last.start <= now && now < last.end) return last;
  const date = dateAt(now.getTime(), timeZone);
  const day = {
    date,
    timeZone,
    start: firstInstant(now.getTime() - 50 * HOUR, now.getTime(), (at) => dateAt(at, timeZone) >= date),
    end: firstInstant(now.getTime(), now.getTime() + 50 * HOUR, (at) => dateAt(at, timeZone) > date),
  };
  lastDays.set(timeZone, day);
  return day;
}

/** The local day of a date. A date that the zone skipped is empty: it ends where it starts. @param date YYYY-MM-DD */
export function localDayOf(date: string, timeZone: string): LocalDay {
  const noon = Date.parse(`${date}T12:00:00Z`);
  const start = firstInstant(noon - 50 * HOUR, noon + 50 * HOUR, (at) => dateAt(at, timeZone) >= date);
  const end = firstInstant(start.getTime() - 1, noon + 100 * HOUR, (at) => dateAt(at, timeZone) > date);
  return { date, timeZone, start, end };
}

/** The first instant in (low, high] for which `isReached` holds, by binary search: it must change only once in between. */
function firstInstant(low: number, high: number, isReached: (at: number) => boolean): Date {
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isReached(middle)) high = middle;
    else low = middle;
  }
  return new Date(high);
}

/** The local date as YYYY-MM-DD; such texts sort as their days do. */
const dateAt = (at: number, timeZone: string): string => wallTime(at, timeZone).slice(0, -' HH:MM:SS'.length);
