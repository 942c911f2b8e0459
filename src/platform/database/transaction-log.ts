import { errorCode } from '../errors/error-code';
import { Prisma } from './generated/client';
import type { Read, Tx } from './tx';

/** `never begun`: the server has not issued the id. So the transaction ran on another server, or was lost in a crash. */
export type TransactionStatus = 'in progress' | 'committed' | 'aborted' | 'never begun';

/** The transaction's id as PostgreSQL counts them, 64 bits in decimals; gives it one if it has written nothing yet. */
export async function currentTransactionId(tx: Tx): Promise<string> {
  const [row] = await tx.$queryRaw<{ xid: string }[]>`SELECT pg_current_xact_id()::text AS xid`;
  if (!row) throw new Error('pg_current_xact_id returned no row');
  return row.xid;
}

/**
 * The outcome of a transaction. A committed one is visible to every new statement. "Never begun" is final, too: connections
 * lead to a primary (session-settings.ts), and no server commits a transaction of another history.
 *
 * PostgreSQL decides by the next id that it will give out. A snapshot cannot: its `xmax` is below the ids of transactions
 * that run and are younger than the last one that has ended.
 *
 * @returns null if it is so old that PostgreSQL no longer knows
 */
export async function transactionStatus(read: Read, xid: string): Promise<TransactionStatus | null> {
  try {
    const rows = await read<{ status: TransactionStatus | null }>(
      Prisma.sql`SELECT pg_xact_status(${xid}::xid8) AS status`,
    );
    return rows[0]?.status ?? null;
  } catch (error) {
    if (isOfTheFuture(error)) return 'never begun';
    throw error;
  }
}

/** SQLSTATE invalid_parameter_value, which this statement raises for nothing else. */
const isOfTheFuture = (error: unknown) => errorCode(error) === '22023';

/**
 * Ids of all transactions of this database that have one and may still commit. They hold the lock on their own id until their
 * rows are visible. A snapshot would leave out transactions that are younger than the last one that has ended.
 */
export async function runningTransactions(read: Read): Promise<string[]> {
  const rows = await read<{ running: string; newest: string }>(Prisma.sql`
    SELECT l.transactionid::text AS running, pg_snapshot_xmax(pg_current_snapshot())::text AS newest
    FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted
      AND (a.datname IS NULL OR a.datname = current_database())`);
  return rows.map(({ running, newest }) => widen(BigInt(running), BigInt(newest)).toString());
}

const LAP = 1n << 32n;

/** Locks show the lower 32 bits of an id; the full id is the one within half a lap of the newest. */
function widen(low: bigint, newest: bigint): bigint {
  const id = newest - (newest % LAP) + low;
  if (id > newest + LAP / 2n) return id - LAP;
  return id < newest - LAP / 2n ? id + LAP : id;
}
