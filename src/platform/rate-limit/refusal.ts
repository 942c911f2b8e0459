import { AppError } from '../errors/app-error';
import type { Decision } from './limiter';

/** The refusal of the decisions that were not allowed; its `retryAfter` is when the last of their windows ends. */
export function rateLimited(decisions: readonly Decision[]): AppError {
  const refused = decisions.filter(({ allowed }) => !allowed);
  const retryAfter = Math.max(1, ...refused.map(({ resetSeconds }) => resetSeconds));
  return new AppError('RATE_LIMITED', `Too many attempts. Try again in ${retryAfter} seconds.`, { retryAfter });
}
