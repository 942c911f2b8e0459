import type { CacheSource, Format, Slot } from '../platform/cache/source';
import type { Columns } from '../platform/database/columns';
import { pageOf, type Page } from '../platform/database/list-page';

/** Reads records by id in one statement: those that exist, in any order. */
interface RecordRepository<Row> {
  byIds(ids: readonly string[]): Promise<Row[]>;
}

/** The list of a noun. */
interface ListRepository<Row, Query> {
  readonly columns: Columns<Row>;
  /** A page of these columns, as `toPage` writes it. */
  page(query: Query): Promise<string>;
}

/** Cached records by id. */
export const recordSource = <Id extends string, Row extends { id: string }>(
  cache: string,
  slot: (id: Id) => Slot,
  repository: RecordRepository<Row>,
): CacheSource<Id, Row> => ({
  cache,
  slot,
  async load(ids) {
    const found = new Map((await repository.byIds(ids)).map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) ?? null);
  },
});

/** Cached pages of a list. */
export const pageSource = <Row, Query>(
  cache: string,
  slot: (query: Query) => Slot,
  repository: ListRepository<Row, Query>,
): CacheSource<Query, Page<Row>, string> => ({
  cache,
  slot,
  load: (queries) => Promise.all(queries.map((query) => repository.page(query))),
  format: pageFormat(repository.columns),
});

/** Pages as `toPage` writes them. */
const pageFormat = <Row>(columns: Columns<Row>): Format<Page<Row>> => ({
  shape: columns.shape,
  valueOf: (text) => pageOf(text, columns),
});

/** Cached lengths of a list, with one statement each. */
export const countSource = <Filter>(
  cache: string,
  slot: (filter: Filter) => Slot,
  repository: { count(filter: Filter): Promise<number> },
): CacheSource<Filter, number> => ({
  cache,
  slot,
  load: (filters) => Promise.all(filters.map((filter) => repository.count(filter))),
});
