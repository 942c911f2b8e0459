import type { PageEnd } from '../../shared/rest/route';
import type { Headers } from '../server/headers';

/** The URL of the next page, and the number of all records. A whole list has no next page. @param url of the request */
export function pageHeaders(url: string, { totalCount, next }: PageEnd): Headers {
  const headers = { 'x-total-count': String(totalCount) };
  const [path = '', search = ''] = url.split('?');
  const query = new URLSearchParams(search);
  if (next === null || !query.get('limit')) return headers;
  query.set('after', next);
  return { ...headers, link: `<${path}?${query.toString()}>; rel="next"` };
}
