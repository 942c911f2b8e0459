import type { AppError } from '../../platform/errors/app-error';
import { ERROR_CATALOG, errorPage } from '../../platform/errors/codes';

export const PROBLEM_JSON = 'application/problem+json; charset=utf-8';

/** An error as RFC 9457 defines it. Clients of the former system read `message`. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
  message: string;
  errors?: { path: string; message: string }[];
}

export function problemOf(error: AppError, requestId: string, status: number = error.status): Problem {
  const { code, message, fields } = error;
  return {
    type: errorPage(code),
    title: ERROR_CATALOG[code].title,
    status,
    detail: message,
    code,
    requestId,
    message,
    ...(fields && { errors: fields.map((field) => ({ ...field })) }),
  };
}
