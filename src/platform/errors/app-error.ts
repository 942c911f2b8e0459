import { ERROR_CATALOG, type ErrorCode } from './codes';

/** One refused field: its path from the operation's arguments (`input.email`), and the reason. Never the value. */
export interface FieldFault {
  path: string;
  message: string;
}

interface Details {
  fields?: readonly FieldFault[];
  /** Seconds to wait before a retry. */
  retryAfter?: number;
  /** The HTTP status, if it is not the code's own. */
  status?: number;
  cause?: unknown;
}

/** An expected failure. Its message is public; everything that is not an AppError is masked and logged. */
export class AppError extends Error {
  readonly fields: readonly FieldFault[] | undefined;
  readonly retryAfter: number | undefined;
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    message: string = ERROR_CATALOG[code].text,
    details: Details = {},
  ) {
    super(message, { cause: details.cause });
    this.name = 'AppError';
    this.fields = details.fields;
    this.retryAfter = details.retryAfter;
    this.status = details.status ?? ERROR_CATALOG[code].status;
  }
}

export const unauthenticated = (message?: string) => new AppError('UNAUTHENTICATED', message);

export const badInput = (path: string, message: string) =>
  new AppError('BAD_USER_INPUT', undefined, { fields: [{ path, message }] });

/** Redis or PostgreSQL did not answer in time. @param cause for the log, never shown */
export const unavailable = (cause?: unknown) =>
  new AppError('SERVICE_UNAVAILABLE', undefined, { retryAfter: 1, cause });

export const isUnavailable = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === 'SERVICE_UNAVAILABLE';
