import { randomBytes } from 'node:crypto';
import type { Logger } from '../platform/logging/logger';
import type { JobName, JobResult } from '../platform/metrics/metrics';
import { LuaScript } from '../platform/redis/lua-script';
import type { RedisStore } from '../platform/redis/redis-store';

/** What a job did, in counts for the log. */
export type Counts = Record<string, number>;

export interface Job {
  name: JobName;
  /** @param signal aborts when the gateway drains. The rest of the work is left to the next run. */
  run(signal: AbortSignal): Promise<Counts>;
}

/** Longer than any job takes. After this time the lock of a dead replica expires. */
const LOCK_MS = 60_000;

const UNLOCK = new LuaScript<number>(`
  if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
  return 0
`);

export interface JobParts {
  redis: RedisStore;
  logger: Logger;
  ran: (job: JobName, result: JobResult) => void;
  signal: AbortSignal;
}

/**
 * Runs a job on one replica at a time. Never throws: a job that fails is logged and runs again when it is due.
 *
 * @param holdMs how long the lock stays after the job is done, so that replicas that start together do it once
 */
export async function runAlone(job: Job, { redis, logger, ran, signal }: JobParts, holdMs = 0): Promise<void> {
  const key = `lock:${job.name}`;
  const holder = randomBytes(9).toString('base64url');
  try {
    const taken = await redis.trip((client) => client.set(key, holder, 'PX', LOCK_MS, 'NX'));
    if (taken === null) {
      ran(job.name, 'skipped');
      return logger.info({ job: job.name }, 'another replica runs the job');
    }
    const startedAt = Date.now();
    const counts = await job.run(signal);
    await redis.trip((client) => (holdMs > 0 ? client.pexpire(key, holdMs) : UNLOCK.run(client, [key], [holder])));
    ran(job.name, 'done');
    logger.info(
      { job: job.name, ...counts, ms: Date.now() - startedAt },
      signal.aborted ? 'job stopped for the drain' : 'job done',
    );
  } catch (error) {
    ran(job.name, 'failed');
    logger.warn({ err: error, job: job.name }, 'job failed');
  }
}
