import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../shared/scalars/date-time.scalar';
import { User } from '../account/user.type';

@ObjectType({ description: 'A fresh sign-in.', simpleResolvers: true })
export class AuthPayload {
  @Field(() => String, { description: 'Send it as `Authorization: Bearer <token>`.' })
  token: string;

  @Field(() => DateTime, { description: 'When the token ends, however much it is used.' })
  expiresAt: string;

  @Field(() => User, { description: 'Who signed in.' })
  user: User;
}

@ObjectType({ description: 'One place where one is signed in.', simpleResolvers: true })
export class Session {
  @Field(() => ID, { description: 'Names the session; give it to `revokeSession`.' })
  id: string;

  @Field(() => DateTime, { description: 'When one signed in.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When it was last used, to the minute.' })
  lastSeenAt: string;

  @Field(() => DateTime, { description: 'When it ends if it is not used.' })
  expiresAt: string;

  @Field(() => String, { nullable: true, description: 'The address one signed in from.' })
  ip: string | null;

  @Field(() => String, { nullable: true, description: 'The program one signed in with.' })
  userAgent: string | null;

  @Field(() => Boolean, { description: 'Whether it is the one that asks.' })
  current: boolean;
}
