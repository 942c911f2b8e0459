import { LRUCache } from 'lru-cache';
import type { Database } from './database';
import { Prisma } from './generated/client';
import type { NamePlace } from './list-page';
import { contains, matchesOf, searchCount } from './search-page';
import { foldCase } from './search-text';
import type { Tx } from './tx';

/** From this many matches on, looking at all of them takes long enough to keep how many they are. */
const WORTH_KEEPING = 2_000;
/** Changes that are compared with a kept search; after more of them its matches are counted again. */
const MOST_CHANGES = 5_000;
const MOST_KEPT = 500;
/** The most places of a kept search. They are the starts of names: of 8, 4, 2 letters or 1, so that they are no more. */
const MOST_STARTS = 2_000;

/**
 * Searches of a whole list by name. Its table has the triggers that write `search_changes`.
 *
 * `kept_searches` holds how many matches a frequent search had when they were counted. With the changes since, which the
 * same statement reads, the number is exact. It is held by starts of names, so that a page reads only where matches are.
 */
export class KeptSearches {
  /** Terms that are likely kept. For others, what is kept is not read: a wrong guess costs time only. */
  private readonly frequent = new LRUCache<string, true>({ max: MOST_KEPT });

  constructor(
    private readonly database: Database,
    private readonly table: Prisma.Sql,
  ) {}

  /** One page of the matches, by name, then id. */
  async page<Row extends object>(
    search: string,
    { columns, after, limit }: { columns: Prisma.Sql; after?: NamePlace; limit: number },
  ): Promise<Row[]> {
    const rows = await this.database.read<Row & { sorted?: number }>(Prisma.sql`
      WITH page AS MATERIALIZED (${this.matches(search, after, limit)})
      SELECT ${columns}, (SELECT max(sorted) FROM page) AS sorted FROM ${this.table}
      WHERE id = ANY (ARRAY(SELECT id FROM page)) ORDER BY name, id LIMIT ${limit}`);
    this.keepSoon(search, rows[0]?.sorted ?? 0);
    for (const row of rows) delete row.sorted;
    return rows;
  }

  /** As `matchesOf`, with what is kept. */
  private matches(search: string, after: NamePlace | undefined, limit: number): Prisma.Sql {
    const counted = matchesOf({ table: this.table, search, after, limit });
    if (!this.frequent.has(foldCase(search))) return counted;
    return Prisma.sql`
      WITH ${this.kept(search)}, places AS MATERIALIZED (
        SELECT start, sum("rows") AS "rows" FROM (
          SELECT unnest(starts) AS start, unnest("rows") AS "rows" FROM kept
          UNION ALL SELECT left(name, letters), change FROM changes, kept WHERE ${contains(search)}) AS counted
        GROUP BY start HAVING sum("rows") > 0
      )
      SELECT found.id, 0 AS sorted FROM (${placesToRead(after, limit)}) AS place CROSS JOIN LATERAL (
        SELECT id FROM ${this.table}
        WHERE (name, id) > (before_name, before_id) AND (name, id) < (last_name, ${LAST_ID}::uuid) AND ${hidden(contains(search))}
        ORDER BY name, id LIMIT ${limit}) AS found
      UNION ALL SELECT id, sorted FROM (${counted}) AS counted WHERE NOT EXISTS (SELECT FROM kept)`;
  }

  /** How many rows match. */
  async count(search: string): Promise<number> {
    const counted = searchCount(this.table, search);
    const query = Prisma.sql`
      WITH ${this.kept(search)}
      SELECT EXISTS (SELECT FROM kept) AS "isKept", coalesce(
        (SELECT matches FROM kept) + (SELECT coalesce(sum(change), 0) FROM changes WHERE ${contains(search)}),
        (${counted}))::float8 AS "rows"`;
    const [total] = await this.database.read<{ rows: number; isKept?: boolean }>(
      this.frequent.has(foldCase(search)) ? query : counted,
    );
    const { rows = 0, isKept = false } = total ?? {};
    if (!isKept) this.keepSoon(search, rows);
    return rows;
  }

  /** `kept`, what is kept of a search, and the `changes` since; `kept` is empty where nothing is, or where it is outdated. */
  private kept(search: string): Prisma.Sql {
    return Prisma.sql`
      named AS MATERIALIZED (
        SELECT * FROM kept_searches WHERE list = ${this.table.sql} AND term = ${foldCase(search)}
      ), changes AS MATERIALIZED (
        SELECT * FROM (${this.changes}) AS changes WHERE EXISTS (SELECT FROM named)
      ), kept AS MATERIALIZED (
        SELECT * FROM named WHERE (SELECT NOT ${isOutdated} FROM changes)
      )`;
  }

  /** Keeps a search for which so many matches were read. Nobody waits for it; if it fails, the next search tries again. */
  private keepSoon(search: string, matches: number): void {
    if (matches < WORTH_KEEPING) return;
    this.frequent.set(foldCase(search), true);
    void this.database.transaction((tx) => this.keep(tx, search)).catch(() => undefined);
  }

  /**
   * Counts the matches and keeps their number. Not while others keep or forget: a change that they remove would be missing
   * from a number that was counted before it.
   */
  private async keep(tx: Tx, search: string): Promise<void> {
    if (!(await isAlone(tx))) return;
    const { sql: list } = this.table;
    const [state] = await tx.$queryRaw<{ kept: number; isKept: boolean; isOutdated: boolean }[]>`
      SELECT count(*)::int AS kept, coalesce(bool_or(term = ${foldCase(search)}), false) AS "isKept",
        (SELECT ${isOutdated} FROM (${this.changes}) AS changes) AS "isOutdated"
      FROM kept_searches WHERE list = ${list}`;
    if (!state) return;
    if (state.isOutdated || state.kept === 0) await forget(tx, list);
    else if (state.isKept || state.kept >= MOST_KEPT) return;
    await tx.$executeRaw`
      WITH places AS MATERIALIZED (
        SELECT start, sum("rows") AS "rows" FROM (
          SELECT left(name, 8) AS start, 1 AS "rows" FROM ${this.table} WHERE ${contains(search)}
          UNION ALL SELECT left(name, 8), -change FROM search_changes WHERE list = ${list} AND ${contains(search)}) AS counted
        GROUP BY start
      ), fitting AS MATERIALIZED (
        SELECT coalesce(max(letters), 1) AS letters FROM (VALUES (8), (4), (2)) AS choice (letters)
        WHERE (SELECT count(DISTINCT left(start, letters)) FROM places) <= ${MOST_STARTS}
      )
      INSERT INTO kept_searches (list, term, matches, letters, starts, "rows")
      SELECT ${list}, ${foldCase(search)}, sum("rows"), letters, array_agg(start), array_agg("rows"::int)
      FROM (SELECT letters, left(start, letters) AS start, sum("rows") AS "rows" FROM places, fitting GROUP BY 1, 2) AS place
      GROUP BY letters`;
  }

  /** The changes since searches of this list were kept, but no more than are worth comparing. */
  private get changes(): Prisma.Sql {
    return Prisma.sql`SELECT * FROM search_changes WHERE list = ${this.table.sql} LIMIT ${MOST_CHANGES + 1}`;
  }
}

/**
 * Forgets what is kept of all searches, and the changes since. The next searches keep theirs again. Otherwise changes and
 * searches that nobody repeats would pile up.
 * @returns the number of changes
 */
export const forgetSearches = (database: Database): Promise<number> =>
  database.transaction(async (tx) => ((await isAlone(tx)) ? forget(tx) : 0));

/** Both in one transaction: a reader sees what is kept with its changes, or neither. */
async function forget(tx: Tx, list?: string): Promise<number> {
  const ofList = list === undefined ? Prisma.empty : Prisma.sql`WHERE list = ${list}`;
  await tx.$executeRaw`DELETE FROM kept_searches ${ofList}`;
  return tx.$executeRaw`DELETE FROM search_changes ${ofList}`;
}

/** Whether no other transaction keeps or forgets searches until this one ends. Never waits. */
async function isAlone(tx: Tx): Promise<boolean> {
  const [lock] = await tx.$queryRaw<{ isFree: boolean }[]>`
    SELECT pg_try_advisory_xact_lock('kept_searches'::regclass::bigint) AS "isFree"`;
  return lock?.isFree ?? false;
}

/**
 * A condition whose frequency the planner does not guess. It would sort all rows of a place that it takes for few, or whose
 * matches it takes for few, instead of reading them in order up to the limit. So both ends of a place compare two columns.
 */
const hidden = (condition: Prisma.Sql) => Prisma.sql`CASE WHEN ${condition} THEN true END`;

/** Over some changes: whether there are too many, or unknown ones among them. */
const isOutdated = Prisma.sql`(count(*) > ${MOST_CHANGES} OR count(search_text) < count(*))`;

/**
 * Where a page finds enough matches: what each place comes after, and its last name. Those in the cursor's place may be before
 * the cursor, so they do not count.
 */
function placesToRead(after: NamePlace | undefined, limit: number): Prisma.Sql {
  const letters = Prisma.sql`(SELECT letters FROM kept)`;
  const first = Prisma.sql`left(${after?.name ?? ''}, ${letters})`;
  // A name has at most 200 characters, and none is greater than this one.
  const last = Prisma.sql`rpad(start, 200, chr(1114111))`;
  return Prisma.sql`
    SELECT CASE WHEN start = ${first} THEN ${after?.name ?? ''} ELSE start END AS before_name,
      CASE WHEN start = ${first} THEN ${after?.id ?? NO_ID} ELSE ${NO_ID} END::uuid AS before_id,
      CASE WHEN char_length(start) < ${letters} THEN start ELSE ${last} END AS last_name
    FROM (SELECT start, sum(CASE WHEN start = ${first} THEN 0 ELSE "rows" END) OVER (ORDER BY start) - "rows" AS before
          FROM places WHERE start >= ${first}) AS place
    WHERE before < ${limit}`;
}

/** Before and after the id of every row. */
const NO_ID = '00000000-0000-0000-0000-000000000000';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
