import { availableParallelism } from 'node:os';
import { unavailable } from '../../platform/errors/app-error';

/** Hashing may use all cores but one, so that a flood of sign-ins cannot slow reads. */
export const RUNNING_MAX = Math.max(1, availableParallelism() - 1);
/** About three seconds of work for each core. */
export const WAITING_MAX = 128 * RUNNING_MAX;

const waiting: (() => void)[] = [];
let running = 0;

/**
 * To be called before anything is done for a request that will hash: what must be refused is refused at its cheapest.
 *
 * @throws AppError SERVICE_UNAVAILABLE when too many wait already
 */
export function refuseOverflow(): void {
  if (waiting.length >= WAITING_MAX) throw unavailable('the hashing queue is full');
}

/**
 * Runs `work` when a core is free.
 *
 * @throws AppError SERVICE_UNAVAILABLE at once when too many wait already
 */
export async function whenCoreIsFree<T>(work: () => Promise<T>): Promise<T> {
  if (running < RUNNING_MAX) running += 1;
  else {
    refuseOverflow();
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
