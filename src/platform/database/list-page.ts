import { Prisma } from './generated/client';

/** Rows of one page, and whether more follow; also as it is cached. */
export interface Page<Row> {
  rows: Row[];
  hasNext: boolean;
}

/** A place in a list by name, then id. */
export interface NamePlace {
  name: string;
  id: string;
}

/** A place in a list by start time, then id. */
export interface TimePlace {
  startsAt: Date;
  id: string;
}

/** Cuts off the row that was fetched beyond the page only to know whether there is one. */
export const toPage = <Row>(rows: Row[], first: number): Page<Row> => ({
  rows: rows.slice(0, first),
  hasNext: rows.length > first,
});

/** `WHERE` all of these; undefined ones do not count. */
export function where(...conditions: (Prisma.Sql | undefined)[]): Prisma.Sql {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length > 0 ? Prisma.sql`WHERE ${Prisma.join(given, ' AND ')}` : Prisma.empty;
}
