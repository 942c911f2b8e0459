import { Field, ID, InterfaceType } from 'type-graphql';
import { Role } from '../../shared/role';
import { DateTime } from '../../shared/scalars/date-time.scalar';

const TYPE_NAMES: Record<Role, string> = { STUDENT: 'Student', TRAINER: 'Trainer', ADMIN: 'Admin' };

@InterfaceType({
  description: 'A person with an account.',
  resolveType: (user: { role: Role }) => TYPE_NAMES[user.role],
})
export abstract class User {
  @Field(() => ID, { description: 'UUIDv7. It never changes.' })
  id: string;

  @Field(() => String, { description: 'Full name.' })
  name: string;

  @Field(() => String, { description: 'E-mail address in lower case. The user signs in with it.' })
  email: string;

  @Field(() => Role, { description: 'What the account may do.' })
  role: Role;

  @Field(() => String, { nullable: true, description: 'Phone number, as it was written.' })
  phone: string | null;

  @Field(() => DateTime, { description: 'When the account was created.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When the account was last changed.' })
  updatedAt: string;

  organizationId: string | null;
}
