import { where } from './conditions';
import { Prisma } from './generated/client';
import type { NamePlace } from './list-page';
import { containsPattern, gramsOf } from './search-text';

export interface ListPage {
  table: Prisma.Sql;
  /** The selected columns of each row. */
  columns: Prisma.Sql;
  /** The column that the list is ordered by, before the id. */
  by?: Prisma.Sql;
  filter?: Prisma.Sql;
  after?: NamePlace | PlaceColumns;
  limit: number;
}

/** A place in the columns of an outer query. */
interface PlaceColumns {
  name: Prisma.Sql;
  id: Prisma.Sql;
}

type Matches = Omit<ListPage, 'columns'> & { search: string };

const NAME = Prisma.sql`name`;

/** Pages of the sample, with some forty rows each. The sample estimates how frequent a search is. */
const SAMPLE_PAGES = 25;
/** Matches are clustered: the factor by which a scan may be longer than for evenly spread matches. */
const PATIENCE = 5;
/** The number of a term's grams that are counted in the sample, and of those that the index looks up. */
const CANDIDATES = 12;
const RAREST = 4;
/** Rows in list order are scattered over the table. Reading one costs as much as this many rows from the index. */
const WALK_COST = 3;

/** One page of a list ordered by name, then id; with a search, of its matches. */
export function searchPage({ search, ...page }: ListPage & { search?: string }): Prisma.Sql {
  const { table, columns, by = NAME, filter, after, limit } = page;
  if (search === undefined) {
    return Prisma.sql`SELECT ${columns} FROM ${table} ${where(filter, behind(after, by))} ORDER BY ${by}, id LIMIT ${limit}`;
  }
  const ids = Prisma.sql`SELECT id FROM (${matchesOf({ table, by, filter, search, after, limit })}) AS matches`;
  return Prisma.sql`SELECT ${columns} FROM ${table} WHERE id = ANY (ARRAY(${ids})) ORDER BY ${by}, id`;
}

/**
 * The ids of one page of matches, in any order, and how many matches were `sorted` to find them.
 *
 * A search has two plans. A scan in list order is fast for frequent matches, and reads the whole list for rare ones. The
 * index is fast for rare matches, and has to sort all of them for frequent ones. The planner does not know how frequent a
 * substring is, so a sample decides. If the scan ends before the page is full, the index is used.
 */
export function matchesOf({ table, by = NAME, filter, search, after, limit }: Matches): Prisma.Sql {
  const isUnfilled = Prisma.sql`(SELECT count(*) FROM walked) < ${limit}`;
  return Prisma.sql`
    WITH sampled AS MATERIALIZED (${sampleOf(table)}), sample AS MATERIALIZED (
      SELECT count(*)::float8 AS seen, count(*) FILTER (WHERE ${contains(search)})::float8 AS hits FROM sampled
    ), walked AS MATERIALIZED (
      SELECT id FROM (
        SELECT id, ${by} AS name, search_text FROM ${table} ${where(filter, behind(after, by))} ORDER BY ${by}, id LIMIT (${walkLength(table, limit)})) AS walk
      WHERE ${contains(search)} ORDER BY name, id LIMIT ${limit}
    ), indexed AS MATERIALIZED (
      SELECT id, ${by} AS name FROM ${table} ${where(isUnfilled, filter, found(search))}
    )
    SELECT id, 0 AS sorted FROM walked
    UNION ALL (
      SELECT id, (SELECT count(*)::int FROM indexed) FROM indexed ${where(behind(after, NAME))} ORDER BY name, id LIMIT ${limit})`;
}

/** Rows after a place of the list. */
const behind = (after: ListPage['after'], by: Prisma.Sql) =>
  after && Prisma.sql`(${by}, id) > (${after.name}, ${after.id}::uuid)`;

/** `search_text` of some rows. */
const sampleOf = (table: Prisma.Sql) =>
  Prisma.sql`SELECT search_text FROM ${table} TABLESAMPLE SYSTEM (100 / ${samplesIn(table)}) REPEATABLE (0)`;

/** How many times larger the table is than its sample. */
const samplesIn = (table: Prisma.Sql) =>
  Prisma.sql`greatest(1, pg_relation_size(${table.sql}) / (8192.0 * ${SAMPLE_PAGES}::int))::float8`;

/** Rows to walk: none where the index is quicker, and none after the time that the index would have taken. */
const walkLength = (table: Prisma.Sql, limit: number) => Prisma.sql`
  SELECT coalesce(max(CASE WHEN walk < worth THEN least(${PATIENCE} * walk, worth) END), 0)::bigint
  FROM (SELECT ${limit} * seen / hits AS walk, hits * ${samplesIn(table)} / ${WALK_COST} AS worth
        FROM sample WHERE hits > 0) AS guess`;

/** How many rows a search matches; all of them are looked at, through the index. */
export const searchCount = (table: Prisma.Sql, search: string, filter?: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`
    WITH sampled AS MATERIALIZED (${sampleOf(table)})
    SELECT count(*)::float8 AS "rows" FROM ${table} ${where(found(search), filter)}`;

export const contains = (search: string) => Prisma.sql`search_text LIKE ${containsPattern(search)}`;

/**
 * As `contains`, with the index, inside a statement that has `sampled`. Grams may match separately, so the text is compared,
 * too.
 */
const found = (search: string) => Prisma.sql`grams(search_text) @@ ${gramQuery(search)} AND ${contains(search)}`;

/**
 * The grams that the index looks up: the rarest ones in the sample. A frequent gram costs the index more than it excludes.
 */
function gramQuery(search: string): Prisma.Sql {
  const grams = gramsOf(search);
  if (grams.length === 1) return Prisma.sql`${grams.map(({ query }) => query).join()}::tsquery`;
  const candidates = spread(grams, CANDIDATES).map(({ letters, query }) => Prisma.sql`(${letters}, ${query})`);
  return Prisma.sql`(
    SELECT string_agg(query, ' & ')::tsquery FROM (
      SELECT query FROM (VALUES ${Prisma.join(candidates)}) AS gram (letters, query)
      ORDER BY (SELECT count(*) FROM sampled WHERE strpos(search_text, letters) > 0) LIMIT ${RAREST}) AS rarest)`;
}

/** At most this many of the items, spread evenly. */
function spread<T>(items: readonly T[], most: number): T[] {
  const step = Math.ceil(items.length / most);
  return items.filter((_, nth) => nth % step === 0);
}
