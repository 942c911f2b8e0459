import type { Page } from '../../platform/database/list-page';
import type { Rows } from '../../platform/database/rows';
import { isGiven } from '../given';
import type { PageInfo } from './page-info.type';

/** The source of a connection's fields. Edges and cursors are created only if they are selected. */
export interface ConnectionOf<Row, Filter> {
  readonly nodes: Rows<Row>;
  readonly edges: { cursor: string; node: Row }[];
  readonly pageInfo: PageInfo;
  /** The filter of the list, which `totalCount` uses. */
  filter: Filter;
  /** The length of a list that was read whole; null if it must be counted. */
  knownCount: number | null;
}

/** What `totalCount` is resolved from. */
export type Counted<Filter> = Pick<ConnectionOf<unknown, Filter>, 'filter' | 'knownCount'>;

type CursorOf<Row> = (row: Row) => string;

export const connectionOf = <Row, Filter>(
  page: Page<Row> & { isWhole?: boolean },
  cursorOf: CursorOf<Row>,
  { filter, after }: { filter: Filter; after: string | null | undefined },
): ConnectionOf<Row, Filter> => new Connection(page, cursorOf, filter, new Position(page, cursorOf, after));

/* Classes, because V8 makes a slow dictionary of an object literal with getters, which takes several microseconds. */

class Connection<Row, Filter> implements ConnectionOf<Row, Filter> {
  readonly nodes: Rows<Row>;
  readonly knownCount: number | null;

  constructor(
    { rows, hasNext, isWhole }: Page<Row> & { isWhole?: boolean },
    private readonly cursorOf: CursorOf<Row>,
    readonly filter: Filter,
    readonly pageInfo: PageInfo,
  ) {
    this.nodes = rows;
    this.knownCount = isWhole && !hasNext ? rows.length : null;
  }

  get edges() {
    return this.nodes.map((node) => ({ cursor: this.cursorOf(node), node }));
  }
}

class Position<Row> implements PageInfo {
  readonly hasPreviousPage: boolean;

  constructor(
    private readonly page: Page<Row>,
    private readonly cursorOf: CursorOf<Row>,
    after: string | null | undefined,
  ) {
    this.hasPreviousPage = isGiven(after);
  }

  get hasNextPage() {
    return this.page.hasNext;
  }

  get startCursor() {
    return this.cursorAt(this.page.rows.at(0));
  }

  get endCursor() {
    return this.cursorAt(this.page.rows.at(-1));
  }

  private cursorAt(row: Row | undefined): string | null {
    return row === undefined ? null : this.cursorOf(row);
  }
}
