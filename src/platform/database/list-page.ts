import { Prisma } from './generated/client';

/** Rows of one page, and whether more follow. */
export interface ListPage<Row> {
  rows: Row[];
  hasNext: boolean;
}

/** Cuts off the row that was fetched beyond the page only to know whether there is one. */
export const toPage = <Row>(rows: Row[], first: number): ListPage<Row> => ({
  rows: rows.slice(0, first),
  hasNext: rows.length > first,
});

/** `WHERE` all of these; undefined ones do not count. */
export function where(...conditions: (Prisma.Sql | undefined)[]): Prisma.Sql {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length > 0 ? Prisma.sql`WHERE ${Prisma.join(given, ' AND ')}` : Prisma.empty;
}
