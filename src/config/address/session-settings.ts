/**
 * What must hold, or times and transactions go wrong without a word: Prisma's adapter drops the offset of timestamps and
 * sends them without one.
 */
export const NEEDED = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  default_transaction_isolation: 'read committed',
};

/** The time-outs see to it that the server gives up what its client has given up. */
export const WANTED = {
  statement_timeout: '5s',
  lock_timeout: '2s',
  idle_in_transaction_session_timeout: '10s',
  max_parallel_workers_per_gather: '0', // to start workers takes longer than most searches
  jit: 'off', // and so does compiling
  work_mem: '16MB', // the matches of a search fit into an exact bitmap: an inexact one computes grams() for whole pages
};

/** In lower case. DATABASE_URL cannot set these: the gateway's values override them. */
export const OWN_SETTINGS: ReadonlySet<string> = new Set(
  Object.keys({ ...NEEDED, ...WANTED }).map((name) => name.toLowerCase()),
);
