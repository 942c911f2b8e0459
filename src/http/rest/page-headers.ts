import { LARGEST_PAGE } from '../../shared/connection/page-args';
import type { PageEnd } from '../../shared/rest/route';
import type { Headers } from '../server/headers';

/**
 * The URL of the next page, and the number of all records. A whole list has no next page, unless it is longer than an
 * operation may read.
 *
 * @param url of the request
 */
export function pageHeaders(url: string, { totalCount, next }: PageEnd): Headers {
  const headers = { 'x-total-count': String(totalCount) };
  const [path = '', search = ''] = url.split('?');
  const query = new URLSearchParams(search);
  if (next === null) return headers;
  if (!query.get('limit')) query.set('limit', String(LARGEST_PAGE));
  query.set('after', next);
  return { ...headers, link: `<${path}?${query.toString()}>; rel="next"` };
}
