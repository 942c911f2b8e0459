import { Directive, Extensions } from 'type-graphql';
import { DEFAULT_LIMITS } from '../config/rate-limits';

/** The policies that count a field: sign-in, registration, anonymous reads, and codes. */
export type FieldPolicy = 'login' | 'register' | 'api' | 'code';

/** The arguments whose value is the counted identity. Without any, the user or the client's address is counted. */
const IDENTITY_ARGS: Record<FieldPolicy, readonly string[]> = {
  login: ['input.email'],
  register: [],
  api: [],
  code: [],
};

/** Counts every attempt that reaches the field. The schema shows the default; the environment may set another limit. */
export function RateLimited(policy: FieldPolicy): MethodDecorator {
  const { max, windowMs } = DEFAULT_LIMITS[policy];
  const identity = IDENTITY_ARGS[policy];
  const identityArgs = identity.length > 0 ? `, identityArgs: ${JSON.stringify(identity)}` : '';
  return (target, property, descriptor) => {
    Directive(`@rateLimit(max: ${max}, window: "${windowMs / 60_000}m"${identityArgs})`)(target, property, descriptor);
    Extensions({ rateLimitPolicy: policy })(target, property, descriptor);
  };
}
