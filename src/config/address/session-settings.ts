/**
 * Required settings. Without them, times and transactions go wrong silently: Prisma's adapter ignores the offset of
 * timestamps, and sends them without one.
 */
export const NEEDED = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  default_transaction_isolation: 'read committed',
};

/** Optional settings. The time-outs end work on the server that its client no longer waits for. */
export const WANTED = {
  statement_timeout: '5s',
  lock_timeout: '2s',
  idle_in_transaction_session_timeout: '10s',
  max_parallel_workers_per_gather: '0', // starting workers takes longer than most searches
  jit: 'off', // so does compiling
  work_mem: '16MB', // the matches of a search fit into an exact bitmap: an inexact one computes grams() for whole pages
};

/** In lower case. DATABASE_URL cannot set these: the gateway's values override them. */
export const OWN_SETTINGS: ReadonlySet<string> = new Set(
  Object.keys({ ...NEEDED, ...WANTED }).map((name) => name.toLowerCase()),
);
