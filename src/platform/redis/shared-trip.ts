import DataLoader from 'dataloader';
import { AsyncResource } from 'node:async_hooks';
import type { RedisStore } from './redis-store';

/** The most queries of one command. With more, little is saved, and all that wait for its reply are kept in memory at once. */
const QUERIES_MAX = 32;

/**
 * Asks Redis one command for all queries of one turn of the event loop. Writing a command and reading its reply takes a tenth of
 * the CPU of a repeated read (measured).
 *
 * @param ask sends the command before it first waits, and answers in the order of the queries; a query of its own may fail
 * @returns asks one query; throws AppError SERVICE_UNAVAILABLE
 */
export function sharedTrip<Query, Reply>(
  redis: RedisStore,
  ask: (queries: readonly Query[]) => Promise<readonly (Reply | Error)[]>,
): (query: Query) => Promise<Reply> {
  const trips = new DataLoader<Query, Reply>((queries) => redis.trip(() => ask(queries)), {
    cache: false,
    maxBatchSize: QUERIES_MAX,
    batchScheduleFn: (send) => {
      if (!redis.isUp) return void setImmediate(send); // the trip fails
      redis.turn.beforeEnd(AsyncResource.bind(send)); // a trace shows it in the first of the requests
    },
  });
  return (query) => trips.load(query);
}
