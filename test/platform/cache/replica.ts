import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import type { RedisAddress } from '../../../src/config/config';
import { Cache } from '../../../src/platform/cache/cache';
import { AdmissionFilter } from '../../../src/platform/cache/admission-filter';
import { WriteIntents, type TransactionLog } from '../../../src/platform/cache/write-intents';
import type { CacheMeter } from '../../../src/platform/cache/meter';
import type { CacheRead } from '../../../src/platform/cache/read-dependencies';
import { CacheReader } from '../../../src/platform/cache/reader';
import type { CacheSource } from '../../../src/platform/cache/source';
import { Writer } from '../../../src/platform/cache/writer';
import { Prisma } from '../../../src/platform/database/generated/client';
import { connectDatabase, type Database } from '../../../src/platform/database/database';
import { AppError } from '../../../src/platform/errors/app-error';
import type { RedisStore } from '../../../src/platform/redis/redis-store';
import { eventually } from '../../support/eventually';
import { openTestStore } from '../../support/redis-store';

const POOL_SIZE = 5;

const silent = pino({ level: 'silent' });

/** The cache of one gateway, with connections of its own. */
export interface Replica {
  redis: RedisStore;
  database: Database;
  intents: WriteIntents;
  cache: Cache;
  writer: Writer;
  counts: { loads: number; coalesced: number };
  /** Reads as a request of its own; tells what it met. */
  read<Input, Value>(source: CacheSource<Input, Value, unknown>, input: Input): Promise<Met<Value>>;
  close(): Promise<void>;
}

export interface Met<Value> extends Pick<CacheRead, 'result' | 'reason' | 'leftMs'> {
  value: Value | null;
}

interface Options {
  enabled?: boolean;
  admissionFilter?: AdmissionFilter;
  /** Stands before PostgreSQL, to make something happen while it is asked. */
  transactions?: (database: Database, redis: RedisStore) => TransactionLog;
}

export async function startReplica(
  databaseUrl: string,
  redisTarget: string | RedisAddress,
  { enabled = true, admissionFilter = new AdmissionFilter(), transactions = (database) => database }: Options = {},
): Promise<Replica> {
  const redis = await openTestStore(redisTarget);
  const database = connectDatabase({ url: databaseUrl, poolSize: POOL_SIZE, logger: silent });
  const intents = new WriteIntents(redis, transactions(database, redis), silent);
  const counts = { loads: 0, coalesced: 0 };
  const cache = new Cache(redis, intents, counting(counts), silent, enabled, admissionFilter);
  await eventually(() => connects(database));
  return {
    redis,
    database,
    intents,
    cache,
    writer: new Writer(database, intents, silent),
    counts,
    read: (source, input) =>
      insist(async () => {
        const reader = new CacheReader(cache, true);
        const value = await reader.read(source, input);
        const [met] = reader.log.reads;
        if (!met && enabled) throw new Error('nothing was read');
        return { value, result: met?.result ?? 'BYPASS', reason: met?.reason ?? null, leftMs: met?.leftMs ?? null };
      }),
    async close() {
      await redis.close();
      await database.close();
    },
  };
}

/** Repeats what failed because a server is busy: on a machine that does much else it may be, for longer than it should. */
export async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'SERVICE_UNAVAILABLE') throw error;
      await sleep(20);
    }
  }
}

/** A loss of all data, after whatever is on its way has arrived. */
export async function forgetAll({ redis }: Replica): Promise<void> {
  await new Promise(setImmediate);
  await redis.client.flushall();
}

/** All connections at once: on a busy machine it may take longer to open one than a request would wait. */
const connects = (database: Database): Promise<boolean> => {
  const use = () => database.read(Prisma.sql`SELECT 1`);
  return Promise.all(Array.from({ length: POOL_SIZE }, use)).then(
    () => true,
    () => false,
  );
};

const counting = (counts: Replica['counts']): CacheMeter => ({
  read: () => undefined,
  load: () => (counts.loads += 1),
  loaded: () => undefined,
  coalesced: () => (counts.coalesced += 1),
  bytes: () => undefined,
});
