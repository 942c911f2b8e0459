const MINUTE_MS = 60_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making one takes a hundred times as long as using it. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const formatter = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  });
  formatters.set(timeZone, formatter);
  return formatter;
}

/** What clocks in `zone` show at a moment, as `datetime-local` inputs have it: `2026-11-23T09:30`. */
export function wallTime(moment: string | Date, zone: string): string {
  const parts = formatterOf(zone).formatToParts(new Date(moment));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

const WALL = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/**
 * The moment at which clocks in `zone` show `wall`. An hour that is there twice is taken the first time; one that is left out
 * is read as the clock would have run on.
 *
 * @param wall `2026-11-23T09:30`
 * @returns ISO 8601 in UTC; null for what is no date and time
 */
export function momentOf(wall: string, zone: string): string | null {
  const asUtc = Date.parse(`${wall}:00Z`);
  // Date.parse alone makes something of nearly anything.
  if (!WALL.test(wall) || Number.isNaN(asUtc)) return null;
  // The offset at the moment sought is one of those half a day to either side of it.
  const offsets = [asUtc - 12 * 60 * MINUTE_MS, asUtc + 12 * 60 * MINUTE_MS].map((near) => offsetAt(near, zone));
  const candidates = offsets.map((offset) => asUtc - offset).sort((a, b) => a - b);
  const exact = candidates.find((moment) => wallTime(new Date(moment), zone) === wall);
  return new Date(exact ?? asUtc - (offsets[0] ?? 0)).toISOString();
}

/** By how much clocks in `zone` are ahead of UTC. Milliseconds. */
function offsetAt(moment: number, zone: string): number {
  const minute = Math.floor(moment / MINUTE_MS) * MINUTE_MS;
  return Date.parse(`${wallTime(new Date(minute), zone)}:00Z`) - minute;
}

/** `2026-11-23`, the date in `zone`. */
export const dateIn = (moment: string | Date, zone: string): string => wallTime(moment, zone).slice(0, 10);

export const timeOf = (moment: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(new Date(moment));

export const dayOf = (moment: string | Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', day: 'numeric', month: 'long' }).format(
    new Date(moment),
  );

export const dayAndTimeOf = (moment: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(new Date(moment));
