import type { IncomingMessage } from 'node:http';
import type { OperationText } from '../../operations/replay/replay-cache';
import { isRead } from '../server/reads';
import { EXPLAIN_HEADER } from './explain';
import { contentTypeFor } from './negotiation';

/**
 * The exact request, and the negotiated media type; null for a request for a cache explanation.
 *
 * @param body its text; null for a GET
 */
export function graphqlText(request: IncomingMessage, body: string | null): OperationText | null {
  const contentType = contentTypeFor(request.headers.accept);
  if (contentType === null || request.headers[EXPLAIN_HEADER] !== undefined) return null;
  if (isRead(request)) return `GET ${contentType} ${request.url}`;
  return body === null ? null : `${contentType} ${body}`;
}
