import type { Columns } from './columns';
import type { Database } from './database';
import { Prisma } from './generated/client';
import { RowLines, type Rows } from './rows';

/** Rows of one page, and whether more follow. */
export interface Page<Row> {
  readonly rows: Rows<Row>;
  readonly hasNext: boolean;
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

/** Rows as PostgreSQL writes them in JSON, a line each. */
export interface Lines {
  found: number;
  lines: string | null;
}

export const NO_LINES: Lines = { found: 0, lines: null };

/** @param rows a statement that selects the `row` of some columns, in order */
export const linesOf = (rows: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`SELECT count(*)::int AS found, string_agg("row"::text, E',\\n') AS lines FROM (${rows}) AS listed`;

/** @param rows as `linesOf` */
export async function readLines(database: Database, rows: Prisma.Sql): Promise<Lines> {
  const [lines] = await database.read<Lines>(linesOf(rows));
  return lines ?? NO_LINES;
}

/**
 * The JSON of a page as it is cached: `{ hasNext, rows }`, where each row is the array of its columns. The rows are not parsed
 * on their way from PostgreSQL to Redis.
 *
 * @param lines with one more row than the page has, if there is one; it is cut off
 */
export function toPage({ found, lines }: Lines, first: number): string {
  const hasNext = found > first;
  const rows = lines ?? '';
  return `{"hasNext":${hasNext},"rows":[${hasNext ? rows.slice(0, rows.lastIndexOf(',\n')) : rows}]}`;
}

/** @param text of `toPage`, with rows of these columns */
export function pageOf<Row>(text: string, columns: Columns<Row>): Page<Row> {
  const rows = text.slice(text.indexOf('[') + 1, text.lastIndexOf(']'));
  return { hasNext: text.startsWith(HAS_NEXT), rows: new RowLines(rows, columns) };
}

const HAS_NEXT = '{"hasNext":true';
