import type { Columns } from '../../src/platform/database/columns';
import type { Page } from '../../src/platform/database/list-page';
import { pageFormat } from '../../src/shared/list-source';

/** A page of a repository's list, as it is used. */
export async function pageIn<Row, Query>(
  repository: { columns: Columns<Row>; page(query: Query): Promise<string> },
  query: Query,
): Promise<Page<Row>> {
  return pageFormat(repository.columns).valueOf(JSON.parse(await repository.page(query)));
}
