import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { PolicyName } from '../../config/rate-limits';

export const RateLimitPolicy = {
  login: 'login',
  login_ip: 'login_ip',
  register: 'register',
  api: 'api',
  user: 'user',
  code: 'code',
} as const satisfies { [Name in PolicyName]: Name };

registerEnumType(RateLimitPolicy, {
  name: 'RateLimitPolicy',
  description: 'What a limit counts, by the names in the `RateLimit` header.',
  valuesConfig: {
    login: { description: 'Sign-ins with one e-mail address, or from one device that has signed in before.' },
    login_ip: { description: 'Sign-ins from one network address.' },
    register: { description: 'Registrations from one network address.' },
    api: { description: 'Reads without a token from one network address.' },
    user: { description: 'Operations of one user.' },
    code: { description: 'Codes of courses and organizations that one user has tried.' },
  },
});

@ObjectType({ description: 'How one of the caller’s limits stands.', simpleResolvers: true })
export class RateLimitStatus {
  @Field(() => RateLimitPolicy, { description: 'What is counted.' })
  policy: PolicyName;

  @Field(() => Int, { description: 'How many attempts one window allows.' })
  limit: number;

  @Field(() => Int, { description: 'Length of a window, in seconds.' })
  windowSeconds: number;

  @Field(() => Int, { description: 'How many attempts this window still allows.' })
  remaining: number;

  @Field(() => Int, { description: 'Seconds until this window ends; 0 if none has begun.' })
  resetSeconds: number;
}
