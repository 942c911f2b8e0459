import type { Columns } from '../../src/platform/database/columns';
import { pageOf } from '../../src/platform/database/list-page';

/** A page of a repository's list, as it is used, with its records. */
export async function pageIn<Row, Query>(
  repository: { columns: Columns<Row>; page(query: Query): Promise<string> },
  query: Query,
): Promise<{ rows: readonly Row[]; hasNext: boolean }> {
  const { rows, hasNext } = pageOf(await repository.page(query), repository.columns);
  return { rows: [...rows], hasNext };
}
