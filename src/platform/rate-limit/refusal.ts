import { AppError } from '../errors/app-error';
import type { Decision } from './limiter';

/** The error for refused decisions. Its `retryAfter` is the end of their last window. */
export function rateLimited(decisions: readonly Decision[]): AppError {
  const refused = decisions.filter(({ allowed }) => !allowed);
  const retryAfter = Math.max(1, ...refused.map(({ resetSeconds }) => resetSeconds));
  return new AppError('RATE_LIMITED', `Too many attempts. Try again in ${retryAfter} seconds.`, { retryAfter });
}
