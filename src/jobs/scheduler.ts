import { runAlone, type Job, type JobParts } from './job';

const HOUR_MS = 3_600_000;
/** Replicas that start within this time of each other warm up once. */
const WARM_UP_HOLD_MS = 30_000;

/** Runs the warm-up now, and the clean-up every hour. @returns a function that stops both and waits for a running job */
export function startJobs(warmUp: Job | null, cleanUp: Job, common: Omit<JobParts, 'signal'>): () => Promise<void> {
  const stopping = new AbortController();
  const parts = { ...common, signal: stopping.signal };
  let running = warmUp ? runAlone(warmUp, parts, WARM_UP_HOLD_MS) : Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(() => runAlone(cleanUp, parts));
  }, HOUR_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    stopping.abort();
    await running;
  };
}
