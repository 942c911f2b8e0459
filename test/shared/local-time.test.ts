import { endOfDay, parseLocalTime } from '../../src/shared/local-time';

it.each([
  ['2026-11-28T09:30', 'UTC', '2026-11-28T09:30:00.000Z'],
  ['2026-11-28T09:30', 'Europe/Berlin', '2026-11-28T08:30:00.000Z'],
  ['2026-07-01T09:30', 'Europe/Berlin', '2026-07-01T07:30:00.000Z'],
  ['2026-11-28T09:30', 'America/New_York', '2026-11-28T14:30:00.000Z'],
  ['2026-11-28T09:30', 'Asia/Kolkata', '2026-11-28T04:00:00.000Z'],
  ['2026-11-28T09:30', 'Pacific/Kiritimati', '2026-11-27T19:30:00.000Z'],
  ['2026-11-28 09:30:15', 'UTC', '2026-11-28T09:30:15.000Z'],
  [' 2026-11-28T09:30:15.1234 ', 'UTC', '2026-11-28T09:30:15.123Z'],
  ['2026-11-28T00:00', 'Europe/Berlin', '2026-11-27T23:00:00.000Z'],
  ['1969-12-31T23:59', 'UTC', '1969-12-31T23:59:00.000Z'],
])('%s in %s', (text, timeZone, instant) => {
  expect(parseLocalTime(text, timeZone)?.toISOString()).toBe(instant);
});

it.each([
  ['2026-11-28T09:30Z', '2026-11-28T09:30:00.000Z'],
  ['2026-11-28T09:30:00.5z', '2026-11-28T09:30:00.500Z'],
  ['2026-11-28T09:30+02:00', '2026-11-28T07:30:00.000Z'],
  ['2026-11-28 09:30 -0430', '2026-11-28T14:00:00.000Z'],
  ['2026-11-28T09:30+02', '2026-11-28T07:30:00.000Z'],
])('%s has an offset of its own', (text, instant) => {
  expect(parseLocalTime(text, 'Asia/Tokyo')?.toISOString()).toBe(instant);
});

it.each([
  ['Berlin’s spring', '2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ['the end of Berlin’s spring', '2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
  ['New York’s spring', '2026-03-08T02:00', 'America/New_York', '2026-03-08T07:00:00.000Z'],
  ['half an hour on Lord Howe Island', '2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
  ['a whole day on Samoa', '2011-12-30T10:00', 'Pacific/Apia', '2011-12-30T20:00:00.000Z'],
])('a time that the clocks skip is moved forward: %s', (_name, text, timeZone, instant) => {
  expect(parseLocalTime(text, timeZone)?.toISOString()).toBe(instant);
});

it.each([
  ['Berlin', '2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ['New York', '2026-11-01T01:00', 'America/New_York', '2026-11-01T05:00:00.000Z'],
])('a time that occurs twice is the first of the two: %s', (_name, text, timeZone, instant) => {
  expect(parseLocalTime(text, timeZone)?.toISOString()).toBe(instant);
});

it.each([
  '',
  'tomorrow',
  '2026-11-28',
  '09:30',
  '2026-02-30T09:30',
  '2026-11-28T24:30',
  '2026-13-01T09:30',
  '2026-11-28T09:30+99',
])('no time: %j', (text) => {
  expect(parseLocalTime(text, 'UTC')).toBeNull();
});

it.each([
  ['2026-11-28', 'UTC', '2026-11-28T23:59:59.999Z'],
  ['2026-11-28', 'Europe/Berlin', '2026-11-28T22:59:59.999Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-29T21:59:59.999Z'],
  ['2026-10-25', 'Europe/Berlin', '2026-10-25T22:59:59.999Z'],
])('%s ends in %s', (date, timeZone, instant) => {
  expect(endOfDay(date, timeZone).toISOString()).toBe(instant);
});
