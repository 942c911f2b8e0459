import { Batches } from './batches';
import type { Database } from './database';
import { Prisma } from './generated/client';
import { linesOf, readLines, toPage, type Lines, type NamePlace } from './list-page';
import { searchPage, type ListPage } from './search-page';

/** The most rows of one statement. */
const ROWS_MAX = 1_000;

/** A list by name or title, then id. */
export type NamedList = Pick<ListPage, 'table' | 'columns' | 'by'>;

export interface PageQuery {
  first: number;
  /** The last one already seen. */
  after?: NamePlace;
  filter?: Prisma.Sql;
  search?: string;
}

type PageAfter = PageQuery & { after: NamePlace };

/**
 * Reads pages of one list, as `toPage` writes them. Under load, pages after different places share a statement. For 16 pages it
 * takes less than half the CPU of 16 statements, in PostgreSQL and here (measured).
 */
export class Pages {
  private readonly batches = new Batches<PageAfter, Lines>(
    (pages) => this.load(pages),
    ({ first }) => Math.floor(ROWS_MAX / first),
  );

  constructor(
    private readonly database: Database,
    private readonly list: NamedList,
  ) {}

  async page({ search, filter, after, first }: PageQuery): Promise<string> {
    const isAlone = search !== undefined || !after;
    const lines = isAlone
      ? this.readOne({ search, filter, after, first })
      : this.batches.ask(`${first} ${JSON.stringify([filter?.sql, filter?.values])}`, { filter, after, first });
    return toPage(await lines, first);
  }

  private readOne({ first, ...page }: PageQuery): Promise<Lines> {
    return readLines(this.database, searchPage({ ...this.list, ...page, limit: first + 1 }));
  }

  /** @param pages of one size and filter */
  private async load(pages: readonly PageAfter[]): Promise<Lines[]> {
    const [page] = pages;
    if (!page) return [];
    if (pages.length === 1) return [await this.readOne(page)];
    const after = { name: Prisma.sql`place_name`, id: Prisma.sql`place_id` };
    const lines = linesOf(searchPage({ ...this.list, filter: page.filter, after, limit: page.first + 1 }));
    const names = pages.map((one) => one.after.name);
    const ids = pages.map((one) => one.after.id);
    return this.database.read<Lines>(Prisma.sql`
      SELECT page.*
      FROM unnest(${names}::text[], ${ids}::uuid[]) WITH ORDINALITY AS place (place_name, place_id, place_number)
      CROSS JOIN LATERAL (${lines}) AS page ORDER BY place_number`);
  }
}
