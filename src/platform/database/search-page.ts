import { Prisma } from './generated/client';
import { where } from './list-page';
import { containsPattern, gramQuery } from './search-text';

/** A place in a list by name, then id. */
export interface NamePlace {
  name: string;
  id: string;
}

interface SearchPage {
  table: Prisma.Sql;
  columns: Prisma.Sql;
  filter?: Prisma.Sql;
  search?: string;
  after?: NamePlace;
  limit: number;
}

/** How many rows a search reads in the list's own order before it turns to the index of texts. */
const NEAR = 5_000;

/**
 * One page of a list ordered by name, then id; with a search, of its matches.
 *
 * A search can be answered in two ways, and each is slow where the other is quick: walking the list in order is quick
 * where matches are frequent, and reads the whole list where they are rare; the index of texts is quick where they are
 * rare, and has to sort all of them where they are frequent. So a bounded walk comes first, and only if it does not fill
 * the page the index is asked. The planner cannot choose this itself: it does not know how frequent a substring is.
 */
export function searchPage({ table, columns, filter, search, after, limit }: SearchPage): Prisma.Sql {
  const behind = after && Prisma.sql`(name, id) > (${after.name}, ${after.id}::uuid)`;
  if (search === undefined) {
    return Prisma.sql`SELECT ${columns} FROM ${table} ${where(filter, behind)} ORDER BY name, id LIMIT ${limit}`;
  }
  const page = Prisma.sql`
    WITH near AS MATERIALIZED (
      SELECT id FROM (
        SELECT id, name, search_text FROM ${table} ${where(filter, behind)} ORDER BY name, id LIMIT ${NEAR}) AS walk
      WHERE ${contains(search)} ORDER BY name, id LIMIT ${limit}
    ), far AS MATERIALIZED (
      SELECT id, name FROM ${table}
      ${where(Prisma.sql`(SELECT count(*) FROM near) < ${limit}`, filter, behind, found(search))}
    )
    SELECT id FROM near WHERE (SELECT count(*) FROM near) >= ${limit}
    UNION ALL (SELECT id FROM far ORDER BY name, id LIMIT ${limit})`;
  return Prisma.sql`SELECT ${columns} FROM ${table} WHERE id = ANY (ARRAY(${page})) ORDER BY name, id`;
}

/** How many rows a search matches; all of them are looked at, through the index. */
export const searchCount = (table: Prisma.Sql, search: string, filter?: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`SELECT count(*)::float8 AS "rows" FROM ${table} ${where(found(search), filter)}`;

const contains = (search: string) => Prisma.sql`search_text LIKE ${containsPattern(search)}`;

/** As `contains`, by way of the index. The grams of a longer term may lie apart, so the text has the last word. */
const found = (search: string) =>
  Prisma.sql`grams(search_text) @@ ${gramQuery(search)}::tsquery AND ${contains(search)}`;
