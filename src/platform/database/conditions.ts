import { Prisma } from './generated/client';

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
