import { ok, warning, type Finding } from './finding';

const LARGEST_MS = 1_000;

/** The lead of a server's clock over this machine's, in milliseconds, with an error of at most `within`. */
export interface ClockReading {
  server: string;
  aheadMs: number;
  within: number;
}

const TRIES = 5;

/** Milliseconds of the fastest of several round trips. Slower ones show this machine's load, not the server's distance. */
export async function quickest(trip: () => Promise<unknown>): Promise<number> {
  let best = Infinity;
  for (let nth = 0; nth < TRIES; nth += 1) {
    const begun = performance.now();
    await trip();
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}

/** @param ask returns the server's time, in milliseconds since 1970 */
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
