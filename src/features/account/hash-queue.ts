import { availableParallelism } from 'node:os';
import { DelayQueue } from '../../platform/delay-queue';
import { unavailable } from '../../platform/errors/app-error';

/**
 * Hashing leaves one core free, so that a flood of sign-ins does not slow down reads. No more than three hashes run, so that
 * one of the four threads of Node's pool is left for DNS, compression and the log.
 */
export const RUNNING_MAX = Math.min(3, Math.max(1, availableParallelism() - 1));
/** About three seconds of work for each core. */
export const WAITING_MAX = 128 * RUNNING_MAX;

/** Longer than under overload, because a sign-in refused here has already been parsed and counted by the rate limits. */
const REFUSAL_DELAY_MS = [300, 600] as const;

const PLACES = RUNNING_MAX + WAITING_MAX;

const waiting: (() => void)[] = [];
const refusals = new DelayQueue(REFUSAL_DELAY_MS);
let running = 0;
let taken = 0;
let refused = 0;

/** Figures of the queue. There is one queue for each process, because the cores are shared. */
export const hashQueue = {
  running: () => running,
  waiting: () => waiting.length,
  refused: () => refused,
  /** Requests that wait for a core, or for their delayed refusal. They do not load the event loop. */
  queued: () => waiting.length + refusals.count,
};

async function refuse(): Promise<never> {
  refused += 1;
  await new Promise<void>((resolve) => refusals.hold(resolve));
  throw unavailable('the hashing queue is full');
}

/**
 * Runs work that will hash, and whatever precedes hashing, such as loading the stored hash. A request that would find the
 * queue full is refused before any of it is done, so a flood is refused cheaply.
 *
 * @throws AppError SERVICE_UNAVAILABLE within a second if the queue is full
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
 * @throws AppError SERVICE_UNAVAILABLE within a second if the queue is full
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
