import type { Page } from '../../platform/database/list-page';
import type { PageInfo } from './page-info.type';

/** The source of a connection's fields. Edges and cursors are created only if they are selected. */
export interface ConnectionOf<Row, Filter> {
  nodes: readonly Row[];
  readonly edges: { cursor: string; node: Row }[];
  readonly pageInfo: PageInfo;
  /** What the list was narrowed to; `totalCount` counts it. */
  filter: Filter;
  /** The length of a list that was read whole; null where it must be counted. */
  knownCount: number | null;
}

/** What `totalCount` is resolved from. */
export type Counted<Filter> = Pick<ConnectionOf<unknown, Filter>, 'filter' | 'knownCount'>;

export function connectionOf<Row, Filter>(
  page: Page<Row> & { isWhole?: boolean },
  cursorOf: (row: Row) => string,
  { filter, after }: { filter: Filter; after: string | null | undefined },
): ConnectionOf<Row, Filter> {
  const cursorAt = (row: Row | undefined) => (row === undefined ? null : cursorOf(row));
  return {
    nodes: page.rows,
    get edges() {
      return page.rows.map((node) => ({ cursor: cursorOf(node), node }));
    },
    get pageInfo() {
      return {
        hasNextPage: page.hasNext,
        hasPreviousPage: after !== null && after !== undefined,
        get startCursor() {
          return cursorAt(page.rows[0]);
        },
        get endCursor() {
          return cursorAt(page.rows.at(-1));
        },
      };
    },
    filter,
    knownCount: page.isWhole && !page.hasNext ? page.rows.length : null,
  };
}
