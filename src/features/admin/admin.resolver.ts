import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { Authorized } from '../../shared/authorized';
import { Audited } from '../../shared/audited';
import { totalCountResolver } from '../../shared/connection/total-count.resolver';
import { RateLimited } from '../../shared/rate-limited';
import type { RequestContext } from '../../shared/request-context';
import { AdminsArgs, CreateAdminInput } from './admin.input';
import type { AdminFilter } from './admin.repository';
import { AdminService } from './admin.service';
import { Admin, AdminConnection } from './admin.type';

@Resolver()
export class AdminResolver {
  constructor(private readonly service: AdminService) {}

  @Authorized('ADMIN')
  @RateLimited('api')
  @Query(() => Admin, { nullable: true, description: 'One administrator; for administrators.' })
  admin(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() context: RequestContext) {
    return this.service.one(context, id);
  }

  @Authorized('ADMIN')
  @RateLimited('api')
  @Query(() => AdminConnection, { description: 'Administrators by name, then id; for administrators.' })
  admins(@Args(() => AdminsArgs) args: AdminsArgs, @Ctx() context: RequestContext) {
    return this.service.page(context, args);
  }

  @Audited('account-creation')
  @Authorized('ADMIN')
  @Mutation(() => Admin, { description: 'Creates an administrator’s account. Nobody is signed in.' })
  createAdmin(
    @Arg('input', () => CreateAdminInput, { description: 'The administrator.' }) input: CreateAdminInput,
    @Ctx() context: RequestContext,
  ) {
    return this.service.create(context, input);
  }
}

export const AdminConnectionResolver = totalCountResolver<AdminFilter>(AdminConnection);
