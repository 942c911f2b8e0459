import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { asksOnlyId } from '../../shared/asks-only-id';
import type { RequestContext } from '../../shared/request-context';
import { User } from '../account/user.type';
import { OrganizationService } from './organization.service';
import { Organization } from './organization.type';

/** The account feature does not know organizations, so this feature adds the field. */
@Resolver(() => User)
export class UserOrganizationResolver {
  constructor(private readonly service: OrganizationService) {}

  @FieldResolver(() => Organization, { nullable: true, description: 'The organization the user is a member of.' })
  organization(@Root() user: User, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return this.service.of(context, user, asksOnlyId(info));
  }
}
