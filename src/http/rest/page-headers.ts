import type { Page } from '../../shared/rest/route';
import type { Headers } from '../server/headers';

/** Where the next page is, and how many there are in all. A whole list has no next page. @param url as it was asked for */
export function pageHeaders(url: string, { totalCount, next }: Page): Headers {
  const headers = { 'x-total-count': String(totalCount) };
  const [path = '', search = ''] = url.split('?');
  const query = new URLSearchParams(search);
  if (next === null || !query.get('limit')) return headers;
  query.set('after', next);
  return { ...headers, link: `<${path}?${query.toString()}>; rel="next"` };
}
