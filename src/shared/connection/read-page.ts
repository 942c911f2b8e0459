import type { CacheSource } from '../../platform/cache/source';
import type { Page } from '../../platform/database/list-page';
import { spendRows, type RequestContext } from '../request-context';
import { DEFAULT_PAGE } from './page-args';
import { readWhole } from './read-whole';

/** The cached pages and lengths of a list. */
interface ListSources<Row, Filter, Place> {
  page: CacheSource<Filter & PagePlace<Place>, Page<Row>, string>;
  count: CacheSource<Filter, number>;
}

interface PagePlace<Place> {
  first: number;
  after?: Place;
}

const EMPTY_PAGE = { rows: [], hasNext: false, isWhole: false };

/**
 * Reads one page of a list. With `wholeLists` and without a size, it is the whole list, up to the limit of one operation.
 *
 * @param filter null if no record can match: then the page is empty
 * @throws AppError BAD_USER_INPUT if the lists of one operation read too many records together
 */
export async function readPage<Row, Filter extends object, Place>(
  context: RequestContext,
  sources: ListSources<Row, Filter, Place>,
  { first, after }: { first: number | null | undefined; after: Place | undefined },
  filter: Filter | null,
): Promise<Page<Row> & { isWhole: boolean }> {
  if (!filter) return EMPTY_PAGE;
  const read = async (size: number) =>
    (await context.reader.read(sources.page, { first: size, after, ...filter })) ?? EMPTY_PAGE;
  if (context.wholeLists && (first === null || first === undefined)) {
    const count = async () => (await context.reader.read(sources.count, filter)) ?? 0;
    const whole = readWhole(context, { count, read: () => read(context.maxRows) });
    return whole.then(
      (page) => ({ ...page, isWhole: true }),
      (error: unknown) => unreadPage(context, error),
    );
  }
  const size = first ?? DEFAULT_PAGE;
  spendRows(context, size);
  return { ...(await read(size)), isWhole: false };
}

/** @throws error, except in the response to a change, where the list is empty */
function unreadPage({ unread }: RequestContext, error: unknown) {
  if (!unread) throw error;
  unread.push(error);
  return EMPTY_PAGE;
}
