import type { CacheSource } from '../../platform/cache/source';
import type { Page } from '../../platform/database/list-page';
import { spendRows, type RequestContext } from '../request-context';
import { DEFAULT_PAGE } from './page-args';

/**
 * Reads one page of a list. A request with `wholeLists` and without a size gets the whole list, up to the most records of
 * one operation.
 *
 * @throws AppError BAD_USER_INPUT if the lists of one operation read too many records together
 */
export async function readPage<Row, Query extends { first: number }>(
  context: RequestContext,
  source: CacheSource<Query, Page<Row>, string>,
  first: number | null | undefined,
  queryOf: (first: number) => Query,
) {
  const isWhole = context.wholeLists && (first === null || first === undefined);
  const size = isWhole ? context.maxRows : (first ?? DEFAULT_PAGE);
  if (!isWhole) spendRows(context, size);
  const page = (await context.reader.read(source, queryOf(size))) ?? { rows: [], hasNext: false };
  // What a whole list takes is known only when it is there.
  if (isWhole) spendRows(context, page.rows.length);
  return { ...page, isWhole };
}
