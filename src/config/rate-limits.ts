/** The rate limits. They count by e-mail address, IP address, IP address, IP address (anonymous clients), user, user. */
export type PolicyName = 'login' | 'login_ip' | 'register' | 'api' | 'user' | 'code';

/** At most `max` attempts in a fixed window of `windowMs` milliseconds. */
export interface Limit {
  max: number;
  windowMs: number;
}

const MINUTE = 60_000;

/** The limits, unless the environment sets others. */
export const DEFAULT_LIMITS = {
  login: { max: 5, windowMs: 15 * MINUTE },
  login_ip: { max: 100, windowMs: 15 * MINUTE },
  register: { max: 3, windowMs: 15 * MINUTE },
  api: { max: 10, windowMs: 5 * MINUTE },
  user: { max: 600, windowMs: MINUTE },
  code: { max: 10, windowMs: 15 * MINUTE },
} as const satisfies Record<PolicyName, Limit>;

export const POLICY_NAMES = Object.keys(DEFAULT_LIMITS) as readonly PolicyName[];
