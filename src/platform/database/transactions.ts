import type { Pool } from 'pg';
import { unavailable } from '../errors/app-error';
import type { PrismaClient } from './generated/client';
import type { Liveness } from './liveness';
import { CONNECTION_WAIT_MS } from './pool';
import type { Tx } from './tx';

/** How long a transaction may take, in ms: to get a connection, and in all. */
const LIMITS = { maxWait: CONNECTION_WAIT_MS, timeout: 5_000 };

/** Transactions by Prisma's client, on the connections of the pool. */
export class Transactions {
  private client: PrismaClient | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly schema: string,
    private readonly liveness: Liveness,
  ) {}

  /** As `Database.transaction`. */
  run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.liveness.watch((abandoned) => {
      // After a 503 the work must not happen: no statement starts, and an open transaction is rolled back.
      const expectWaiting = () => {
        if (abandoned()) throw unavailable('the caller has stopped waiting');
      };
      return this.prisma().$transaction(async (tx) => {
        expectWaiting();
        const result = await work(tx as Tx);
        expectWaiting();
        return result;
      }, LIMITS);
    });
  }

  async close(): Promise<void> {
    await this.client?.$disconnect();
  }

  private prisma(): PrismaClient {
    return (this.client ??= createPrisma(this.pool, this.schema));
  }
}

/** Loaded for the first transaction: Prisma's client and its WebAssembly take longer to load than the rest of a start. */
function createPrisma(pool: Pool, schema: string): PrismaClient {
  /* eslint-disable @typescript-eslint/no-require-imports */
  const { PrismaPg } = require('@prisma/adapter-pg') as typeof import('@prisma/adapter-pg');
  const { PrismaClient } = require('./generated/client') as typeof import('./generated/client');
  /* eslint-enable @typescript-eslint/no-require-imports */
  return new PrismaClient({ adapter: new PrismaPg(pool, { schema }), errorFormat: 'minimal' });
}
