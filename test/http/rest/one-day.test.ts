import { localDay } from '../../../src/shared/local-day';
import { onOneDay } from '../../../src/shared/rest/one-day';

const MIDNIGHT = Date.parse('2026-11-23T00:00:00.000Z');

/** A reading that takes `durationMs` by a clock of its own, which begins at `at`; it reads the date in its middle. */
function reading(at: number, durationMs: number) {
  let now = at;
  const today = () => localDay(new Date(now), 'UTC');
  const read = async () => {
    now += durationMs / 2;
    const { date } = today();
    now += durationMs / 2;
    return date;
  };
  return onOneDay(today, read);
}

it('what was read within a day is that day’s', async () => {
  const { value, day } = await reading(MIDNIGHT - 1_000, 998);
  expect(value).toBe('2026-11-22');
  expect(day).toMatchObject({ date: '2026-11-22', timeZone: 'UTC' });
});

it.each([700, 1_400])('a reading of %i ms over midnight is made again', async (durationMs) => {
  const { value, day } = await reading(MIDNIGHT - 500, durationMs);
  expect(value).toBe('2026-11-23');
  expect(day.date).toBe('2026-11-23');
});
