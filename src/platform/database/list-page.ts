import { Prisma } from './generated/client';

/** Rows of one page, and whether more follow; also as it is cached. */
export interface Page<Row> {
  rows: readonly Row[];
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
export const toPage = <Row>(rows: readonly Row[], first: number): Page<Row> => ({
  rows: rows.slice(0, first),
  hasNext: rows.length > first,
});

/** A condition that may not apply. */
type Condition = Prisma.Sql | '' | undefined;

/** All of these; what is undefined or empty does not count. Undefined where none is left. */
export function and(...conditions: Condition[]): Prisma.Sql | undefined {
  const given = conditions.filter((condition) => condition !== undefined && condition !== '');
  return given.length > 0 ? Prisma.join(given, ' AND ') : undefined;
}

/** `WHERE` all of these, as `and` joins them. */
export function where(...conditions: Condition[]): Prisma.Sql {
  const all = and(...conditions);
  return all ? Prisma.sql`WHERE ${all}` : Prisma.empty;
}
