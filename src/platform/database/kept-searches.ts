import { LRUCache } from 'lru-cache';
import type { Database } from './database';
import { Prisma } from './generated/client';
import { linesOf, NO_LINES, toPage, type Lines, type NamePlace } from './list-page';
import { Pages, type NamedList, type PageQuery } from './pages';
import { contains, matchesOf, searchCount } from './search-page';
import { foldSearched } from './search-text';
import type { Tx } from './tx';

/** With at least this many matches, counting takes so long that the count is worth keeping. */
const WORTH_KEEPING = 2_000;
/** The most changes that are compared with a kept search. After more of them, its matches are counted again. */
const CHANGES_MAX = 5_000;
const KEPT_MAX = 500;
/** The pause after a search could not be kept, because of an error or a lack of room. */
const PAUSE_MS = 60_000;
/** The most changes that one transaction removes. */
const FORGOTTEN_MAX = 100_000;
/** About the most places of a kept search. A page reads all rows of a place, so places are as small as possible. */
const PLACES_MAX = 4_000;
/** Above this many matches, sorting their names takes too long. Then they are close together in any list. */
const SORTED_MAX = 100_000;
/** All names of a place share their first letters, so that no place spans a gap. With too many places, they share fewer. */
const START = 4;
const SHORT_START = 1;

/**
 * Searches of a whole list by name. Its table has the triggers that write `search_changes`.
 *
 * `kept_searches` holds how many matches a frequent search had when they were counted. With the changes since, which the
 * same statement reads, the number is exact. It is held by place in the list, so that a page reads only where matches are.
 */
export class KeptSearches {
  /** Terms that are probably kept. Only for these the kept search is read, so a wrong guess costs only time. */
  private readonly frequent = new LRUCache<string, true>({ max: KEPT_MAX });

  private readonly pages: Pages;

  /** The time, by `performance.now()`, from which the next search may be kept. Infinity while one is being kept. */
  private keepsFrom = 0;

  constructor(
    private readonly database: Database,
    private readonly list: Omit<NamedList, 'by'>,
  ) {
    this.pages = new Pages(database, list);
  }

  private get table(): Prisma.Sql {
    return this.list.table;
  }

  /** One page of the list or of the matches, by name, then id. Only searches of the whole list are kept. */
  async page(page: PageQuery): Promise<string> {
    const { search, filter, after, first } = page;
    if (search === undefined || filter) return this.pages.page(page);
    const limit = first + 1;
    const rows = Prisma.sql`
      SELECT ${this.list.columns} FROM ${this.table} WHERE id = ANY (ARRAY(SELECT id FROM page)) ORDER BY name, id LIMIT ${limit}`;
    const [found] = await this.database.read<Lines & { sorted: number | null }>(Prisma.sql`
      WITH page AS MATERIALIZED (${this.matches(search, after, limit)})
      SELECT *, (SELECT max(sorted) FROM page) AS sorted FROM (${linesOf(rows)}) AS lines`);
    this.keepSoon(search, found?.sorted ?? 0);
    return toPage(found ?? NO_LINES, first);
  }

  /** As `matchesOf`, but uses a kept search if there is one. */
  private matches(search: string, after: NamePlace | undefined, limit: number): Prisma.Sql {
    const counted = matchesOf({ table: this.table, search, after, limit });
    if (!this.frequent.has(foldSearched(search))) return counted;
    return Prisma.sql`
      WITH ${this.kept(search)}, place AS MATERIALIZED (${placesToRead(search, after ?? START_OF_LIST, limit)})
      SELECT found.id, 0 AS sorted FROM place CROSS JOIN LATERAL (
        SELECT id FROM ${this.table}
        WHERE (name, id) > (before_name, before_id) AND (name, id) < (last_name, ${LAST_ID}::uuid) AND ${hidden(contains(search))}
        ORDER BY name, id LIMIT ${limit}) AS found
      UNION ALL SELECT id, sorted FROM (${counted}) AS counted WHERE NOT EXISTS (SELECT FROM kept)`;
  }

  /** How many rows match. */
  async count(search: string, filter?: Prisma.Sql): Promise<number> {
    const counted = searchCount(this.table, search, filter);
    const query = Prisma.sql`
      WITH ${this.kept(search)}
      SELECT EXISTS (SELECT FROM kept) AS "isKept", coalesce(
        (SELECT matches FROM kept) + (SELECT coalesce(sum(change), 0) FROM changes WHERE ${contains(search)}),
        (${counted}))::float8 AS "rows"`;
    const [total] = await this.database.read<{ rows: number; isKept?: boolean }>(
      !filter && this.frequent.has(foldSearched(search)) ? query : counted,
    );
    const { rows = 0, isKept = false } = total ?? {};
    if (!isKept && !filter) this.keepSoon(search, rows);
    return rows;
  }

  /** The kept search as `kept`, and the `changes` since. `kept` is empty if there is none, or if it is outdated. */
  private kept(search: string): Prisma.Sql {
    return Prisma.sql`
      named AS MATERIALIZED (
        SELECT * FROM kept_searches WHERE list = ${this.table.sql} AND term = ${foldSearched(search)}
      ), changes AS MATERIALIZED (
        SELECT * FROM (${this.changes}) AS changes WHERE EXISTS (SELECT FROM named)
      ), kept AS MATERIALIZED (
        SELECT * FROM named WHERE (SELECT NOT ${isOutdated} FROM changes)
      )`;
  }

  /**
   * Keeps a search with that many matches, in the background. Only one is kept at a time, so that many of them do not take
   * connections from requests. The others are kept when they are next requested.
   */
  private keepSoon(search: string, matches: number): void {
    if (matches < WORTH_KEEPING) return;
    this.frequent.set(foldSearched(search), true);
    if (performance.now() < this.keepsFrom) return;
    this.keepsFrom = Infinity;
    const { logger } = this.database;
    void this.database
      .transaction((tx) => this.keep(tx, search, matches))
      .catch((error: unknown) => {
        logger.warn({ err: error, list: this.table.sql }, 'search not kept');
        return false;
      })
      .then((goesOn) => {
        this.keepsFrom = goesOn ? 0 : performance.now() + PAUSE_MS;
      });
  }

  /**
   * Counts the matches and keeps their number. Does nothing while others keep or forget searches. They may remove a change
   * that came after this count, and the kept number would miss it.
   *
   * @returns false if there is no room for another search
   */
  private async keep(tx: Tx, search: string, matches: number): Promise<boolean> {
    if (!(await isAlone(tx))) return true;
    const { sql: list } = this.table;
    const [state] = await tx.$queryRaw<{ kept: number; isKept: boolean; isOutdated: boolean }[]>`
      SELECT count(*)::int AS kept, coalesce(bool_or(term = ${foldSearched(search)}), false) AS "isKept",
        (SELECT ${isOutdated} FROM (${this.changes}) AS changes) AS "isOutdated"
      FROM kept_searches WHERE list = ${list}`;
    if (!state) return true;
    if (state.isOutdated || state.kept === 0) {
      if ((await forget(tx, list)) === FORGOTTEN_MAX) return true;
    } else if (state.isKept) return true;
    else if (state.kept >= KEPT_MAX) return false;
    await tx.$executeRaw`
      WITH numbered AS (${this.numbered(search, matches)}), places AS MATERIALIZED (
        SELECT min(name) AS first_name, max(name) AS last_name, sum("rows") AS "rows", place
        FROM numbered GROUP BY left(name, ${START}), place
      ), fewer AS (
        SELECT first_name, last_name, "rows" FROM places WHERE (SELECT count(*) FROM places) <= 2 * ${PLACES_MAX}
        UNION ALL SELECT min(first_name), max(last_name), sum("rows") FROM places
        WHERE (SELECT count(*) FROM places) > 2 * ${PLACES_MAX} GROUP BY left(first_name, ${SHORT_START}), place
      ), changed AS (
        SELECT coalesce(sum(change), 0) AS "rows" FROM search_changes WHERE list = ${list} AND ${contains(search)}
      )
      INSERT INTO kept_searches (list, term, matches, first_names, last_names, "rows")
      SELECT ${list}, ${foldSearched(search)}, sum("rows") - (SELECT "rows" FROM changed),
        array_agg(first_name ORDER BY first_name), array_agg(last_name ORDER BY first_name),
        array_agg("rows"::int ORDER BY first_name)
      FROM fewer HAVING count(*) > 0`;
    return true;
  }

  /** Names of matches, the `rows` that have the name, and the `place` of each. */
  private numbered(search: string, matches: number): Prisma.Sql {
    const rows = Prisma.sql`FROM ${this.table} WHERE ${contains(search)}`;
    if (matches > SORTED_MAX) return Prisma.sql`SELECT name, 1 AS "rows", 0 AS place ${rows}`;
    const size = Math.ceil(matches / PLACES_MAX);
    return Prisma.sql`
      SELECT name, count(*) AS "rows", floor((sum(count(*)) OVER (ORDER BY name) - count(*)) / ${size}::int) AS place
      ${rows} GROUP BY name`;
  }

  /** The changes since searches of this list were kept, up to one more than are worth comparing. */
  private get changes(): Prisma.Sql {
    return Prisma.sql`SELECT * FROM search_changes WHERE list = ${this.table.sql} LIMIT ${CHANGES_MAX + 1}`;
  }
}

/**
 * Forgets all kept searches and the changes since. Otherwise changes, and searches that nobody repeats, would pile up. Later
 * searches are kept again.
 *
 * @returns the number of forgotten changes
 */
export async function forgetSearches(database: Database): Promise<number> {
  for (let forgotten = 0; ;) {
    const more = await database.transaction(async (tx) => ((await isAlone(tx)) ? forget(tx) : 0));
    forgotten += more;
    if (more < FORGOTTEN_MAX) return forgotten;
  }
}

/** Deletes kept searches before their changes, in one transaction, so that no kept search misses a change. */
async function forget(tx: Tx, list?: string): Promise<number> {
  const ofList = list === undefined ? Prisma.empty : Prisma.sql`WHERE list = ${list}`;
  await tx.$executeRaw`DELETE FROM kept_searches ${ofList}`;
  return tx.$executeRaw`
    DELETE FROM search_changes WHERE id IN (SELECT id FROM search_changes ${ofList} LIMIT ${FORGOTTEN_MAX})`;
}

/** Locks out other transactions that keep or forget searches, until this one ends. Never waits. @returns false if locked */
async function isAlone(tx: Tx): Promise<boolean> {
  const [lock] = await tx.$queryRaw<{ isFree: boolean }[]>`
    SELECT pg_try_advisory_xact_lock('kept_searches'::regclass::bigint) AS "isFree"`;
  return lock?.isFree ?? false;
}

/**
 * Hides a condition's selectivity from the planner. If it expects few rows in a place, or few matches, it sorts all of them
 * instead of reading them in order up to the limit. Both ends of a place compare two columns for the same reason.
 */
const hidden = (condition: Prisma.Sql) => Prisma.sql`CASE WHEN ${condition} THEN true END`;

/** An aggregate over changes: whether they are too many, or include unknown ones. */
const isOutdated = Prisma.sql`(count(*) > ${CHANGES_MAX} OR count(search_text) < count(*))`;

/**
 * The places that a page has to read: the position before each, and its last name. Each place had a match. So a page needs as
 * many places as it has rows, and one more for each match that was removed since. Each row added since is its own place.
 */
function placesToRead(search: string, { name, id }: NamePlace, limit: number): Prisma.Sql {
  const slice = Prisma.sql`[cursor:cursor + ${limit}::int + gone + 1]`;
  const isBehind = Prisma.sql`first_name > ${name}`;
  const counted = Prisma.sql`CASE WHEN ${isBehind} THEN "rows" ELSE 0 END`;
  return Prisma.sql`
    WITH needed AS MATERIALIZED (
      SELECT greatest(width_bucket(${name}, last_names), 1) AS cursor, (
        SELECT -coalesce(sum(change), 0)::int FROM changes WHERE change < 0 AND ${contains(search)}) AS gone FROM kept
    ), places AS (
      SELECT unnest(first_names${slice}) AS first_name, unnest(last_names${slice}) AS last_name, unnest("rows"${slice}) AS "rows"
      FROM kept, needed
      UNION ALL SELECT name, name, 0 FROM changes WHERE change > 0 AND name >= ${name} AND ${contains(search)}
    )
    SELECT CASE WHEN ${isBehind} THEN first_name ELSE ${name} END AS before_name,
      CASE WHEN ${isBehind} THEN ${NO_ID} ELSE ${id} END::uuid AS before_id, last_name
    FROM (SELECT *, sum(${counted}) OVER (ORDER BY first_name) - ${counted} AS before FROM places) AS ordered
    WHERE before < ${limit} + (SELECT gone FROM needed)`;
}

/** Less and greater than the id of every row. */
const NO_ID = '00000000-0000-0000-0000-000000000000';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const START_OF_LIST = { name: '', id: NO_ID };
