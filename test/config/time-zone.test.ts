import { timeZoneKey, timeZoneName } from '../../src/config/time-zone';

it.each([
  ['Europe/Berlin', 'europe/berlin', 'EUROPE/BERLIN'],
  ['Asia/Kolkata', 'Asia/Calcutta', 'asia/KOLKATA'],
  ['UTC', 'utc', 'Etc/UTC', 'GMT', 'Zulu'],
  ['America/Los_Angeles', 'US/Pacific'],
  ['Europe/Kyiv', 'Europe/Kiev'],
])('%s has one key by all its names', (...names) => {
  const keys = new Set(names.map(timeZoneKey));
  expect([keys.size, keys.has(null)]).toEqual([1, false]);
});

it('gives zones that differ keys that differ, each its own', () => {
  const zones = Intl.supportedValuesOf('timeZone');
  expect(new Set(zones.map(timeZoneKey)).size).toBe(zones.length);
  expect(zones.filter((zone) => timeZoneKey(timeZoneKey(zone) ?? '') !== timeZoneKey(zone))).toEqual([]);
});

it('shows a zone by the name that it was asked for, in its proper case', () => {
  expect(['europe/berlin', 'US/Pacific', 'Asia/Kolkata'].map(timeZoneName)).toEqual([
    'Europe/Berlin',
    'US/Pacific',
    'Asia/Kolkata',
  ]);
});

it.each(['', 'Mars/Olympus', '+02:00', '+0200', '-05', '+01:00', 'UTC+1', 'Europe/Berlin ', "UTC'; --", 'UTC\0', '🎓'])(
  'knows no zone %j',
  (text) => {
    expect([timeZoneKey(text), timeZoneName(text)]).toEqual([null, null]);
  },
);
