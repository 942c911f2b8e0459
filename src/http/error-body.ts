import { told } from '../graphql/format-error';
import type { AppError } from '../platform/errors/app-error';
import { PROBLEM_JSON, problemOf } from './problem';

/** GraphQL clients are told in GraphQL's shape, all others in RFC 9457's. @param url as it was asked for */
export function errorBody(
  url: string,
  requestId: string,
  error: AppError,
  status: number = error.status,
): { type: string; body: string } {
  if (!isGraphql(url)) return { type: PROBLEM_JSON, body: JSON.stringify(problemOf(error, requestId, status)) };
  const masked = error.code === 'INTERNAL_SERVER_ERROR';
  const { message, extensions } = told(error);
  const errors = [{ message, extensions: { ...extensions, ...(masked && { requestId }) } }];
  return { type: 'application/json; charset=utf-8', body: JSON.stringify({ errors }) };
}

const isGraphql = (url: string) => /^\/graphql(?:[/?#]|$)/.test(url);
