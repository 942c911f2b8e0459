import { availableParallelism } from 'node:os';
import { unavailable } from '../../platform/errors/app-error';
import { DelayQueue } from '../../platform/delay-queue';

/** Hashing may use all cores but one, so that a flood of sign-ins cannot slow reads. */
export const RUNNING_MAX = Math.max(1, availableParallelism() - 1);
/** About three seconds of work for each core. */
export const WAITING_MAX = 128 * RUNNING_MAX;

const PLACES = RUNNING_MAX + WAITING_MAX;

const waiting: (() => void)[] = [];
const refusals = new DelayQueue();
let running = 0;
let taken = 0;
let refused = 0;

/** What stands in the queue now, and how many it has refused; the queue is the process's, as its cores are. */
export const hashQueue = {
  running: () => running,
  waiting: () => waiting.length,
  refused: () => refused,
  /** Requests that wait for a hash, or to be told that they get none: they cost nothing meanwhile. */
  resting: () => waiting.length + refusals.count,
};

async function refuse(): Promise<never> {
  refused += 1;
  await new Promise<void>((resolve) => refusals.hold(performance.now(), resolve));
  throw unavailable('the hashing queue is full');
}

/**
 * Does what comes before hashing, such as looking up a hash, and hashes: whoever could only be refused in the end is refused
 * before anything is done, so that a flood is told so soon.
 *
 * @throws AppError SERVICE_UNAVAILABLE within a second when too many are at it already
 */
export async function withPlace<T>(work: () => Promise<T>): Promise<T> {
  if (taken >= PLACES) return refuse();
  taken += 1;
  try {
    return await work();
  } finally {
    taken -= 1;
  }
}

/**
 * Runs `work` when a core is free.
 *
 * @throws AppError SERVICE_UNAVAILABLE within a second when too many wait already
 */
export async function whenCoreIsFree<T>(work: () => Promise<T>): Promise<T> {
  if (running < RUNNING_MAX) running += 1;
  else {
    if (waiting.length >= WAITING_MAX) return refuse();
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
