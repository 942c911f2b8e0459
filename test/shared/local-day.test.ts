import { localDay } from '../../src/shared/local-day';

const HOUR = 3_600_000;

/** Zone, date, its first instant, the first instant of the next day, hours in between. */
const DAYS: [timeZone: string, date: string, start: string, end: string, hours: number][] = [
  ['UTC', '2026-11-22', '2026-11-22T00:00:00Z', '2026-11-23T00:00:00Z', 24],
  ['UTC', '2028-02-29', '2028-02-29T00:00:00Z', '2028-03-01T00:00:00Z', 24],
  ['UTC', '2026-12-31', '2026-12-31T00:00:00Z', '2027-01-01T00:00:00Z', 24],
  ['Europe/Berlin', '2026-03-28', '2026-03-27T23:00:00Z', '2026-03-28T23:00:00Z', 24],
  ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 23],
  ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 25],
  ['America/New_York', '2026-03-08', '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z', 23],
  ['America/New_York', '2026-11-01', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z', 25],
  // Clocks go forward at midnight: the day begins at 01:00.
  ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00Z', '2026-09-07T03:00:00Z', 23],
  // The 30th of December 2011 did not take place.
  ['Pacific/Apia', '2011-12-29', '2011-12-29T10:00:00Z', '2011-12-30T10:00:00Z', 24],
  ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00Z', '2011-12-31T10:00:00Z', 24],
  ['Asia/Kathmandu', '2026-05-01', '2026-04-30T18:15:00Z', '2026-05-01T18:15:00Z', 24],
  ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00Z', '2026-04-05T13:30:00Z', 24.5],
  ['Pacific/Kiritimati', '2026-06-02', '2026-06-01T10:00:00Z', '2026-06-02T10:00:00Z', 24],
  ['Pacific/Pago_Pago', '2026-05-31', '2026-05-31T11:00:00Z', '2026-06-01T11:00:00Z', 24],
];

describe.each(DAYS)('%s, %s', (timeZone, date, start, end, hours) => {
  const first = new Date(start).getTime();
  const last = new Date(end).getTime() - 1;

  it.each([
    ['its first instant', first],
    ['its last', last],
    ['its middle', (first + last) / 2],
    ['an hour after its begin', first + HOUR],
    ['an hour before its end', last - HOUR],
  ])('is the day of %s', (_name, now) => {
    // The day before and the day after may be remembered: neither may be taken for this one.
    localDay(new Date(first - 1), timeZone);
    localDay(new Date(last + 1), timeZone);
    const day = localDay(new Date(now), timeZone);
    expect(day).toEqual({ date, timeZone, start: new Date(start), end: new Date(end) });
    expect((day.end.getTime() - day.start.getTime()) / HOUR).toBe(hours);
  });

  it('is neither the day before nor the day after', () => {
    expect(localDay(new Date(first - 1), timeZone)).toMatchObject({ end: new Date(start) });
    expect(localDay(new Date(last + 1), timeZone)).toMatchObject({ start: new Date(end) });
  });
});

it('ends for every zone there is with the last instant of its date', () => {
  const instants = Array.from({ length: 4 }, () => Date.UTC(2026, 0, 1) + Math.floor(Math.random() * 365 * 24 * HOUR));
  const wrong = Intl.supportedValuesOf('timeZone').flatMap((timeZone) => {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone });
    return instants
      .map((now) => ({ now, ...localDay(new Date(now), timeZone) }))
      .filter(({ now, date, start, end }) => {
        const isInside = start.getTime() <= now && now < end.getTime();
        const isWhole = [start.getTime(), now, end.getTime() - 1].every((at) => format.format(at) === date);
        return !isInside || !isWhole || [start.getTime() - 1, end.getTime()].some((at) => format.format(at) === date);
      });
  });
  expect(wrong).toEqual([]);
});
