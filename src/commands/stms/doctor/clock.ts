import { ok, warning, type Finding } from './finding';

const LARGEST_MS = 1_000;

/** How far a server's clock is ahead of ours, in milliseconds; wrong by at most `within`. */
export interface ClockReading {
  server: string;
  aheadMs: number;
  within: number;
}

const TRIES = 5;

/** Milliseconds of the quickest of some round trips: the others tell how busy this machine is, not how far the server. */
export async function quickest(trip: () => Promise<unknown>): Promise<number> {
  let best = Infinity;
  for (let nth = 0; nth < TRIES; nth += 1) {
    const begun = performance.now();
    await trip();
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}

/** @param ask the server's time, in milliseconds since 1970 */
export async function readClock(server: string, ask: () => Promise<number>): Promise<ClockReading> {
  const before = Date.now();
  const theirs = await ask();
  const after = Date.now();
  return { server, aheadMs: theirs - (before + after) / 2, within: (after - before) / 2 };
}

export function checkClock({ server, aheadMs, within }: ClockReading): Finding {
  const check = `clock of ${server}`;
  const seconds = `${(Math.abs(aheadMs) / 1000).toFixed(1)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} this machine`;
  if (Math.abs(aheadMs) - within <= LARGEST_MS) return ok(check, 'agrees with this machine');
  return warning(
    check,
    seconds,
    'Sessions and limits end too early or too late. Let NTP set the clocks of all machines.',
  );
}
