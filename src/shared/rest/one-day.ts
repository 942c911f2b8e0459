import type { LocalDay } from '../local-day';

/** Repeats a read until it starts and ends on the same local day, so that its result belongs to that day. */
export async function onOneDay<T>(today: () => LocalDay, read: () => Promise<T>): Promise<{ value: T; day: LocalDay }> {
  for (;;) {
    const day = today();
    const value = await read();
    if (today().date === day.date) return { value, day };
  }
}
