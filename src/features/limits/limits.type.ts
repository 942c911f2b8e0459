import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { PolicyName } from '../../config/rate-limits';

export const RateLimitPolicy = {
  LOGIN: 'login',
  LOGIN_IP: 'login_ip',
  REGISTER: 'register',
  API: 'api',
  USER: 'user',
  CODE: 'code',
} as const satisfies Record<Uppercase<PolicyName>, PolicyName>;

registerEnumType(RateLimitPolicy, {
  name: 'RateLimitPolicy',
  description: 'What a limit counts; the `RateLimit` header has the same names in small letters.',
  valuesConfig: {
    LOGIN: { description: 'Sign-ins with one e-mail address, or from one device that has signed in before.' },
    LOGIN_IP: { description: 'Sign-ins from one network address.' },
    REGISTER: { description: 'Registrations from one network address.' },
    API: { description: 'Reads without a token from one network address.' },
    USER: { description: 'Operations of one user.' },
    CODE: { description: 'Codes of courses and organizations that one user has tried.' },
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
