import { availableParallelism } from 'node:os';
import { unavailable } from '../../platform/errors/app-error';

/** Hashing may use all cores but one, so that a flood of sign-ins cannot slow reads. */
const RUNNING_MAX = Math.max(1, availableParallelism() - 1);
/** About three seconds of work for each core. */
const WAITING_MAX = 128 * RUNNING_MAX;

const waiting: (() => void)[] = [];
let running = 0;

/**
 * Runs `work` when a core is free.
 *
 * @throws AppError SERVICE_UNAVAILABLE at once when too many wait already
 */
export async function whenCoreIsFree<T>(work: () => Promise<T>): Promise<T> {
  if (running < RUNNING_MAX) running += 1;
  else {
    if (waiting.length >= WAITING_MAX) throw unavailable('the hashing queue is full');
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
