import type { Database } from './database';
import { Prisma } from './generated/client';

/** A table whose number of rows triggers keep. `item` narrows it to a group of rows. */
export interface CountedList {
  list: string;
  item?: string;
}

/** How many rows a list has, without counting them. */
export const countRows = (database: Database, { list, item = '' }: CountedList): Promise<number> =>
  readCount(
    database,
    Prisma.sql`
      SELECT coalesce(sum("rows"), 0)::float8 AS "rows" FROM row_counts WHERE list = ${list} AND item = ${item}`,
  );

/** @param statement selects one number as `rows` */
export async function readCount(database: Database, statement: Prisma.Sql): Promise<number> {
  const [count] = await database.read<{ rows: number }>(statement);
  return count?.rows ?? 0;
}

/** As `countRows`, for many items of a list; items without rows are left out. */
export const countsOf = (list: string, items: readonly string[]): Prisma.Sql => Prisma.sql`
  SELECT item, sum("rows")::float8 AS "rows" FROM row_counts
  WHERE list = ${list} AND item = ANY (${[...items]}::text[]) GROUP BY item`;

/**
 * Folds the lines that writers have added into one for each list and item. The sum that readers see does not change. Lines
 * that are added meanwhile wait for the next run.
 *
 * @returns lines folded
 */
export function compactCounts(database: Database): Promise<number> {
  return database.transaction(
    (tx) => tx.$executeRaw`
      WITH folded AS (
        DELETE FROM row_counts WHERE (list, item) IN (
          SELECT list, item FROM row_counts GROUP BY list, item HAVING count(*) > 1 OR sum("rows") = 0)
        RETURNING list, item, "rows"
      )
      INSERT INTO row_counts (list, item, "rows")
      SELECT list, item, sum("rows") FROM folded GROUP BY list, item HAVING sum("rows") <> 0`,
  );
}
