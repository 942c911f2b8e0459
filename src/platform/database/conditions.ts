import { Prisma } from './generated/client';

/** A condition that may not apply. */
type Condition = Prisma.Sql | '' | undefined;

/** Joins conditions by AND, without those that are undefined or empty. Undefined if none is left. */
export function and(...conditions: Condition[]): Prisma.Sql | undefined {
  const given = conditions.filter((condition) => condition !== undefined && condition !== '');
  return given.length > 0 ? Prisma.join(given, ' AND ') : undefined;
}

/** `WHERE` with the conditions that `and` joins; empty without any. */
export function where(...conditions: Condition[]): Prisma.Sql {
  const all = and(...conditions);
  return all ? Prisma.sql`WHERE ${all}` : Prisma.empty;
}
