import { momentOf, wallTime } from '../src/time/zoned';

/* Times are entered as clocks of a zone show them; the gateway takes moments. */

it.each([
  ['2026-11-23T09:30', 'UTC', '2026-11-23T09:30:00.000Z'],
  ['2026-07-01T09:30', 'Europe/Berlin', '2026-07-01T07:30:00.000Z'],
  ['2026-12-01T09:30', 'Europe/Berlin', '2026-12-01T08:30:00.000Z'],
  ['2026-07-01T09:30', 'Asia/Kolkata', '2026-07-01T04:00:00.000Z'],
  ['2026-07-01T00:15', 'Pacific/Kiritimati', '2026-06-30T10:15:00.000Z'],
  ['2026-07-01T23:45', 'Pacific/Pago_Pago', '2026-07-02T10:45:00.000Z'],
])('%s in %s is %s, and back', (wall, zone, moment) => {
  expect(momentOf(wall, zone)).toBe(moment);
  expect(wallTime(moment, zone)).toBe(wall);
});

it('an hour that is there twice is taken the first time', () => {
  expect(momentOf('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
});

it('an hour that is left out is read as the clock would have run on', () => {
  expect(momentOf('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
});

it.each(['', '2026-13-01T09:30', 'tomorrow'])('%j is no time', (wall) => {
  expect(momentOf(wall, 'UTC')).toBeNull();
});

it('hours around every change of the year come back as they were', () => {
  for (const zone of ['America/St_Johns', 'Australia/Lord_Howe']) {
    const hours = Array.from({ length: 8_760 }, (_, nth) => new Date(Date.UTC(2026, 0, 1, nth)));
    const lost = hours.filter((moment) => {
      const wall = wallTime(moment, zone);
      return wallTime(momentOf(wall, zone) ?? '', zone) !== wall;
    });
    expect(lost).toEqual([]);
  }
});
