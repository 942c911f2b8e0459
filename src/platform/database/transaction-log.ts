import type { PrismaClient } from './generated/client';
import type { Tx } from './database';

export type TransactionStatus = 'in progress' | 'committed' | 'aborted';

/** The transaction's id as PostgreSQL counts them, 64 bits in decimals; gives it one if it has written nothing yet. */
export async function currentTransactionId(tx: Tx): Promise<string> {
  const [row] = await tx.$queryRaw<{ xid: string }[]>`SELECT pg_current_xact_id()::text AS xid`;
  if (!row) throw new Error('pg_current_xact_id returned no row');
  return row.xid;
}

/**
 * What became of a transaction. "Committed" is said only once its rows are visible to every new statement.
 * @returns null if it is so old that PostgreSQL no longer knows
 * @throws for an id that was never given out
 */
export async function transactionStatus(prisma: PrismaClient, xid: string): Promise<TransactionStatus | null> {
  const rows = await prisma.$queryRaw<{ status: TransactionStatus | null }[]>`
    SELECT pg_xact_status(${xid}::xid8) AS status`;
  return rows[0]?.status ?? null;
}

/**
 * Ids of all transactions, of every database user, that may still commit what they have written by now; a few that are
 * just over may be among them.
 *
 * A snapshot lists those in progress only up to the last that is over. Later ones are told by their order: an id taken
 * now is above every id given out before, and between the two nothing was over when the snapshot was made.
 */
export async function runningTransactions(prisma: PrismaClient): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ xid: string }[]>`
    WITH now AS MATERIALIZED (
      SELECT pg_current_snapshot() AS snapshot, pg_current_xact_id()::text::bigint AS own
    )
    SELECT pg_snapshot_xip(snapshot)::text AS xid FROM now
    UNION ALL
    SELECT generate_series(pg_snapshot_xmax(snapshot)::text::bigint, own - 1)::text FROM now`;
  return rows.map((row) => row.xid);
}
