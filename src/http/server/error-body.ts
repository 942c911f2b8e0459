import { toClientError } from '../../graphql/errors/format-error';
import type { AppError } from '../../platform/errors/app-error';
import { JSON_TYPE, type Headers } from './headers';
import { PROBLEM_JSON, problemOf } from './problem';

/** The body of an error response, and the headers that belong to it. @param url of the request */
export function errorAnswer(
  url: string,
  requestId: string,
  error: AppError,
  status: number = error.status,
): { status: number; headers: Headers; body: string } {
  const { type, body } = errorBody(url, requestId, error, status);
  const headers = {
    'cache-control': 'no-store',
    'content-type': type,
    'content-length': String(Buffer.byteLength(body)),
    ...(error.retryAfter !== undefined && { 'retry-after': String(error.retryAfter) }),
  };
  return { status, headers, body };
}

/** GraphQL clients get GraphQL's form, all others RFC 9457. */
function errorBody(url: string, requestId: string, error: AppError, status: number): { type: string; body: string } {
  if (!isGraphql(url)) return { type: PROBLEM_JSON, body: JSON.stringify(problemOf(error, requestId, status)) };
  const masked = error.code === 'INTERNAL_SERVER_ERROR';
  const { message, extensions } = toClientError(error);
  const errors = [{ message, extensions: { ...extensions, ...(masked && { requestId }) } }];
  return { type: JSON_TYPE, body: JSON.stringify({ errors }) };
}

/** Whether the URL is that of GraphQL. */
export const isGraphql = (url: string) => /^\/graphql(?:[/?#]|$)/.test(url);
