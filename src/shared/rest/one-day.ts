import type { LocalDay } from '../local-day';

/** Reads until a reading began and ended on the same local day: then what was read is that day's, midnight or not. */
export async function onOneDay<T>(today: () => LocalDay, read: () => Promise<T>): Promise<{ value: T; day: LocalDay }> {
  for (;;) {
    const day = today();
    const value = await read();
    if (today().date === day.date) return { value, day };
  }
}
