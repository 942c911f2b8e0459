import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../shared/scalars/date-time.scalar';
import { User } from '../account/user.type';

@ObjectType({ description: 'A new session.', simpleResolvers: true })
export class AuthPayload {
  @Field(() => String, { description: 'Send it as `Authorization: Bearer <token>`.' })
  token: string;

  @Field(() => DateTime, { description: 'When the token expires, however much it is used.' })
  expiresAt: string;

  @Field(() => User, { description: 'The user who signed in.' })
  user: User;
}

@ObjectType({ description: 'One session of the signed-in user, usually one device.', simpleResolvers: true })
export class Session {
  @Field(() => ID, { description: 'Names the session. Pass it to `revokeSession`.' })
  id: string;

  @Field(() => DateTime, { description: 'When the user signed in.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When the session was last used, to the minute.' })
  lastSeenAt: string;

  @Field(() => DateTime, { description: 'When the session ends unless it is used.' })
  expiresAt: string;

  @Field(() => String, { nullable: true, description: 'The address that the user signed in from.' })
  ip: string | null;

  @Field(() => String, { nullable: true, description: 'The program that the user signed in with.' })
  userAgent: string | null;

  @Field(() => Boolean, { description: 'Whether this request belongs to the session.' })
  current: boolean;
}
