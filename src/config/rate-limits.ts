/** The rate limits: by e-mail address, by IP address, by IP address, by IP address (anonymous), by user, by user. */
export type PolicyName = 'login' | 'login_ip' | 'register' | 'api' | 'user' | 'code';

/** At most `max` attempts in a fixed window of `windowMs` milliseconds. */
export interface Limit {
  max: number;
  windowMs: number;
}

const MINUTE = 60_000;

/** Limits that hold where the environment sets no others. */
export const DEFAULT_LIMITS = {
  login: { max: 5, windowMs: 15 * MINUTE },
  login_ip: { max: 100, windowMs: 15 * MINUTE },
  register: { max: 3, windowMs: 15 * MINUTE },
  api: { max: 10, windowMs: 5 * MINUTE },
  user: { max: 600, windowMs: MINUTE },
  code: { max: 10, windowMs: 15 * MINUTE },
} as const satisfies Record<PolicyName, Limit>;

export const POLICY_NAMES = Object.keys(DEFAULT_LIMITS) as readonly PolicyName[];
