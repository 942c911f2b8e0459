import type { CacheSource, Slot } from '../platform/cache/source';
import type { Page } from '../platform/database/list-page';

/** Records by id: those that exist, in any order, in one statement. */
interface RecordRepository<Row> {
  byIds(ids: readonly string[]): Promise<Row[]>;
}

/** Pages and counts of a list. */
interface ListRepository<Row, Filter, Query extends Filter> {
  page(query: Query): Promise<Page<Row>>;
  count(filter: Filter): Promise<number>;
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

/** Cached pages of a list, a statement each. */
export const pageSource = <Row, Filter, Query extends Filter>(
  cache: string,
  slot: (query: Query) => Slot,
  repository: Pick<ListRepository<Row, Filter, Query>, 'page'>,
): CacheSource<Query, Page<Row>> => ({
  cache,
  slot,
  load: (queries) => Promise.all(queries.map((query) => repository.page(query))),
});

/** Cached lengths of a list, a statement each. */
export const countSource = <Filter>(
  cache: string,
  slot: (filter: Filter) => Slot,
  repository: { count(filter: Filter): Promise<number> },
): CacheSource<Filter, number> => ({
  cache,
  slot,
  load: (filters) => Promise.all(filters.map((filter) => repository.count(filter))),
});
