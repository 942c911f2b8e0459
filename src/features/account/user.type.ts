import { Field, ID, InterfaceType, ObjectType } from 'type-graphql';
import { DateTime } from '../../shared/scalars/date-time.scalar';
import { Role } from '../../shared/role';

const TYPE_NAMES: Record<Role, string> = { STUDENT: 'Student', TRAINER: 'Trainer', ADMIN: 'Admin' };

@InterfaceType({
  description: 'Anyone with an account.',
  resolveType: (user: { role: Role }) => TYPE_NAMES[user.role],
})
export abstract class User {
  @Field(() => ID, { description: 'UUID, for ever the same.' })
  id: string;

  @Field(() => String, { description: 'Full name.' })
  name: string;

  @Field(() => String, { description: 'E-mail address, lower case; it signs in.' })
  email: string;

  @Field(() => Role, { description: 'What the account may do.' })
  role: Role;

  @Field(() => DateTime, { description: 'When the account was made.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When it was last changed.' })
  updatedAt: string;
}

@ObjectType({
  implements: User,
  description: 'An administrator.',
  simpleResolvers: true,
})
export class Admin extends User {}
