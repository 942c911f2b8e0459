import { TransientSet } from './transient';

const TICK_MS = 10;
/** The most that one tick counts: a command is sent, and its reply is read, some turns of the event loop later. */
const LONGEST_TICK_MS = 40;

interface Waiting {
  until: number;
  isOver: boolean;
  late: () => void;
}

/** The error to reject with, or milliseconds to wait on. */
type Verdict = Error | number;

const waiting = new TransientSet<Waiting>();
/** Milliseconds in which this process waited for a server, without the time in which it stood still. */
let clock = 0;
let tickedAt = 0;
let ticking: NodeJS.Timeout | undefined;

/** The clock of deadlines, in ms. It runs only while something waits. */
export const deadlineClock = (): number => clock;

/**
 * Waits for `promise` for at most `ms` milliseconds, then calls `late`. If `late` returns an error, rejects with it. If it
 * returns a number, waits for that many milliseconds more.
 *
 * A process that was too busy to send a command, or to read a reply in its socket, must not blame the server. So a tick
 * counts 40 ms at most, however late it is. The decision is made one turn of the event loop after the last tick.
 */
export function within<T>(promise: Promise<T>, ms: number, late: () => Verdict): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    ticking ??= startTicking();
    const one: Waiting = {
      until: clock + ms,
      isOver: false,
      late: () => setImmediate(judge),
    };
    const judge = () => {
      if (one.isOver) return;
      const verdict = late();
      if (typeof verdict === 'number') {
        one.until = clock + verdict;
        return;
      }
      stop();
      reject(verdict);
    };
    const place = waiting.add(one);
    const stop = () => {
      if (one.isOver) return;
      one.isOver = true;
      waiting.delete(place);
    };
    promise.then(
      (value) => {
        stop();
        resolve(value);
      },
      (error: unknown) => {
        stop();
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}

function startTicking(): NodeJS.Timeout {
  tickedAt = performance.now();
  return setInterval(tick, TICK_MS);
}

function tick(): void {
  const now = performance.now();
  clock += Math.min(now - tickedAt, LONGEST_TICK_MS);
  tickedAt = now;
  for (const one of waiting) if (one.until <= clock) one.late();
  if (waiting.size > 0) return;
  clearInterval(ticking);
  ticking = undefined;
}
