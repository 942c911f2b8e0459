import { types } from 'pg';

const TIMESTAMPTZ = types.builtins.TIMESTAMPTZ;

/**
 * How PostgreSQL writes times under the gateway's session settings: `2026-11-22 09:30:00+00`, and in JSON
 * `2026-11-22T09:30:00+00:00`. Milliseconds are written without trailing zeros.
 */
const WRITTEN = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,3})?\+00(?::00)?$/;
const DATE_END = '2026-11-22'.length;
const TIME_END = '2026-11-22 09:30:00'.length;
const MS_END = TIME_END + '.123'.length;
const UTC_IN_JSON = '+00:00';

/**
 * How the driver reads columns. Times become ISO 8601 text, as they are cached and sent, without a Date in between. The
 * driver's own parser reads other forms, such as years of five digits.
 */
export const isoTimes = {
  getTypeParser: ((oid, format) =>
    oid === TIMESTAMPTZ ? isoTime : (types.getTypeParser(oid, format) as unknown)) as typeof types.getTypeParser,
};

/** @param text a time as PostgreSQL writes it, in JSON or not @returns it in UTC, with milliseconds */
export function isoTime(text: string): string {
  // The fast path for JSON with three digits of milliseconds takes a seventh of the time.
  if (text.length === MS_END + UTC_IN_JSON.length && text[TIME_END] === '.' && text.endsWith(UTC_IN_JSON))
    return `${text.slice(0, MS_END)}Z`;
  if (WRITTEN.test(text)) {
    const fraction = text.slice(TIME_END + 1, text.lastIndexOf('+')).padEnd(3, '0');
    return `${text.slice(0, DATE_END)}T${text.slice(DATE_END + 1, TIME_END)}.${fraction}Z`;
  }
  const parse = types.getTypeParser(TIMESTAMPTZ, 'text') as (text: string) => Date;
  return parse(text.replace('T', ' ')).toISOString();
}
