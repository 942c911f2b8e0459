import { readDatabaseUrl } from '../../config/address/database-url';
import { unavailable } from '../errors/app-error';
import type { Logger } from '../logging/logger';
import type { RoundTripObserver } from '../round-trip-observer';
import type { Prisma } from './generated/client';
import { Liveness } from './liveness';
import { confirmMigrated } from './migrate';
import { CONNECTION_WAIT_MS, createPool } from './pool';
import { Probe } from './probe';
import { sessionCheck } from './session-settings';
import {
  currentTransactionId,
  runningTransactions,
  transactionStatus,
  type TransactionStatus,
} from './transaction-log';
import { Transactions } from './transactions';
import type { Tx } from './tx';

export type { Tx };

export interface Database {
  /** For background work, whose failures reach no request. */
  readonly logger: Logger;
  /** SQL statements sent so far, transaction control included; probes are not. */
  readonly statements: number;
  /** The number of statements that wait for a free connection. */
  readonly waiting: number;
  /**
   * Sends one statement that reads, outside of any transaction. It bypasses Prisma's client, which takes several times as
   * long to return the same rows. Every statement a request waits for goes through here or `transaction`.
   *
   * @param Row text for ids, enums and times (ISO 8601); numbers for int4 and float8
   * @throws AppError SERVICE_UNAVAILABLE within 300 ms if the server is gone, after 5 s if it is only slow
   */
  read<Row extends object>(statement: Prisma.Sql): Promise<Row[]>;
  /**
   * Runs `work` in one READ COMMITTED transaction. It commits when `work` resolves, and rolls back when it throws.
   *
   * @throws what `work` throws, after the rollback
   * @throws AppError SERVICE_UNAVAILABLE: the outcome is unknown. The transaction may still be in progress on the server (see
   *   `transactionStatus`).
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The transaction's id as PostgreSQL counts them, in decimals. */
  currentTransactionId(tx: Tx): Promise<string>;
  /** What became of a transaction; null if PostgreSQL no longer knows. Only one that is in progress can still commit. */
  transactionStatus(xid: string): Promise<TransactionStatus | null>;
  /** Ids of all transactions that may still commit earlier changes. */
  runningTransactions(): Promise<string[]>;
  /** Milliseconds of one round trip. @throws AppError SERVICE_UNAVAILABLE if there is none at once */
  ping(): Promise<number>;
  /** Whether the server answered when it was last in doubt. */
  readonly isUp: boolean;
  /** Why it did not answer, for a log; undefined if it did. */
  readonly reason: string | undefined;
  /** Waits up to 2 s for statements in progress. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  /** The maximum number of connections, unless the URL has `connection_limit`. */
  poolSize: number;
  logger: Logger;
  /** Called for each statement. */
  onRoundTrip?: RoundTripObserver;
}

/** After this long, connections that do not end are cut. */
const CLOSE_MS = 2_000;

/** A server that is not available yet is not an error here. */
export function connectDatabase({ url, poolSize, logger, onRoundTrip = () => undefined }: DatabaseOptions): Database {
  const address = readDatabaseUrl(url);
  const { schema } = address;
  const check = sessionCheck(schema, CONNECTION_WAIT_MS, logger);
  const size = address.poolSize ?? poolSize;
  const { pool, statements, sever } = createPool({ address, size, check, logger, onRoundTrip });
  const probe = new Probe(address, async (client) => {
    await check(client);
    await confirmMigrated(client);
  });
  const liveness = new Liveness(probe, sever, logger);
  const transactions = new Transactions(pool, schema, liveness);
  // Connects the probe in advance. A failure has no effect yet: only a request or a ping decides that the server is down.
  void probe.ask();

  const read: Database['read'] = <Row extends object>({ text, values }: Prisma.Sql) =>
    liveness.watch(async () => (await pool.query<Row>(text, values)).rows);

  return {
    logger,
    get statements() {
      return statements();
    },
    get waiting() {
      return pool.waitingCount;
    },
    read,
    transaction: (work) => transactions.run(work),
    currentTransactionId,
    transactionStatus: (xid) => transactionStatus(read, xid),
    runningTransactions: () => runningTransactions(read),
    async ping() {
      const milliseconds = liveness.isUp ? await probe.ask() : null;
      if (milliseconds !== null) return milliseconds;
      void liveness.suspect();
      throw unavailable('no answer to a ping');
    },
    get isUp() {
      return liveness.isUp;
    },
    get reason() {
      return liveness.reason;
    },
    async close() {
      liveness.close();
      const cut = setTimeout(sever, CLOSE_MS);
      await transactions.close();
      await pool.end();
      clearTimeout(cut);
    },
  };
}
