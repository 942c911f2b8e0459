import { Prisma } from './generated/client';
import { where, type NamePlace } from './list-page';
import { containsPattern, gramsOf } from './search-text';

interface SearchPage {
  table: Prisma.Sql;
  columns: Prisma.Sql;
  /** The column that the list is ordered by, before the id. */
  by?: Prisma.Sql;
  filter?: Prisma.Sql;
  search?: string;
  after?: NamePlace;
  limit: number;
}

const NAME = Prisma.sql`name`;

/** Pages of the table, of some forty rows each, that tell how frequent a search is. */
const SAMPLE_PAGES = 25;
/** Matches lie in clusters: how much farther a walk may go than it would have to if they were spread evenly. */
const PATIENCE = 5;
/** Grams of a term that are looked for in the sample, and how many of these the index is asked for. */
const CANDIDATES = 12;
const RAREST = 4;
/** A row in the order of the list lies anywhere in the table: it costs as much as so many that the index finds. */
const WALK_COST = 3;

/**
 * One page of a list ordered by name, then id; with a search, of its matches.
 *
 * A search can be answered in two ways, and each is slow where the other is quick: walking the list in order is quick
 * where matches are frequent, and reads the whole list where they are rare; the index of texts is quick where they are
 * rare, and has to sort all of them where they are frequent. The planner does not know how frequent a substring is, so a
 * sample tells first. If the walk ends without having filled the page, the index is asked after all.
 */
export function searchPage({ table, columns, by = NAME, filter, search, after, limit }: SearchPage): Prisma.Sql {
  const behind = after && Prisma.sql`(${by}, id) > (${after.name}, ${after.id}::uuid)`;
  if (search === undefined) {
    return Prisma.sql`SELECT ${columns} FROM ${table} ${where(filter, behind)} ORDER BY ${by}, id LIMIT ${limit}`;
  }
  const isUnfilled = Prisma.sql`(SELECT count(*) FROM walked) < ${limit}`;
  const page = Prisma.sql`
    WITH sampled AS MATERIALIZED (${sampleOf(table)}), sample AS MATERIALIZED (
      SELECT count(*)::float8 AS seen, count(*) FILTER (WHERE ${contains(search)})::float8 AS hits FROM sampled
    ), walked AS MATERIALIZED (
      SELECT id FROM (
        SELECT id, ${by} AS name, search_text FROM ${table} ${where(filter, behind)} ORDER BY ${by}, id LIMIT (${walkLength(table, limit)})) AS walk
      WHERE ${contains(search)} ORDER BY name, id LIMIT ${limit}
    ), indexed AS MATERIALIZED (
      SELECT id, ${by} AS name FROM ${table} ${where(isUnfilled, filter, behind, found(search))}
    )
    SELECT id FROM walked
    UNION ALL (SELECT id FROM indexed ORDER BY name, id LIMIT ${limit})`;
  return Prisma.sql`SELECT ${columns} FROM ${table} WHERE id = ANY (ARRAY(${page})) ORDER BY ${by}, id`;
}

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

const contains = (search: string) => Prisma.sql`search_text LIKE ${containsPattern(search)}`;

/** As `contains`, by way of the index; inside a statement that has `sampled`. The grams may lie apart: the text has the last word. */
const found = (search: string) => Prisma.sql`grams(search_text) @@ ${gramQuery(search)} AND ${contains(search)}`;

/**
 * What the index is asked for: the grams that are rarest in the sample. A gram that most texts have costs the index more
 * than it excludes.
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

/** At most so many of the items, from all over. */
function spread<T>(items: readonly T[], most: number): T[] {
  const step = Math.ceil(items.length / most);
  return items.filter((_, nth) => nth % step === 0);
}
