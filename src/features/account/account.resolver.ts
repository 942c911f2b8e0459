import { Arg, Authorized, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { RateLimited } from '../../shared/rate-limited';
import type { RequestContext } from '../../shared/request-context';
import { UpdateProfileInput } from './account.input';
import { AccountService } from './account.service';
import { User } from './user.type';

@Resolver()
export class AccountResolver {
  constructor(private readonly accounts: AccountService) {}

  @Authorized()
  @RateLimited('api')
  @Query(() => User, { description: 'The signed-in user.' })
  me(@Ctx() context: RequestContext) {
    return this.accounts.me(context);
  }

  @Authorized()
  @Mutation(() => User, { description: 'Changes the signed-in user’s own record.' })
  updateProfile(
    @Arg('input', () => UpdateProfileInput, { description: 'The changes.' }) input: UpdateProfileInput,
    @Ctx() context: RequestContext,
  ) {
    return this.accounts.update(context, input);
  }
}
