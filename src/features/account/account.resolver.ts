import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { Authorized } from '../../shared/authorized';
import { Audited } from '../../shared/audited';
import { RateLimited } from '../../shared/rate-limited';
import type { RequestContext } from '../../shared/request-context';
import { UpdateProfileInput, UpdateUserInput } from './account.input';
import { AccountService } from './account.service';
import { AccountAdministration } from './administration.service';
import { User } from './user.type';

@Resolver()
export class AccountResolver {
  constructor(
    private readonly accounts: AccountService,
    private readonly administration: AccountAdministration,
  ) {}

  @Authorized()
  @RateLimited('api')
  @Query(() => User, { description: 'The signed-in user.' })
  me(@Ctx() context: RequestContext) {
    return this.accounts.me(context);
  }

  @Audited('password-change', 'password')
  @Authorized()
  @Mutation(() => User, { description: 'Changes the signed-in user’s own record.' })
  updateProfile(
    @Arg('input', () => UpdateProfileInput, { description: 'The changes.' }) input: UpdateProfileInput,
    @Ctx() context: RequestContext,
  ) {
    return this.accounts.update(context, input);
  }

  @Audited('account-change')
  @Authorized('ADMIN')
  @Mutation(() => User, {
    description:
      'Changes a user, by an administrator. A new password or e-mail address ends all sessions of the user, except that of the request.',
  })
  updateUser(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Arg('input', () => UpdateUserInput, { description: 'The changes.' }) input: UpdateUserInput,
    @Ctx() context: RequestContext,
  ) {
    return this.administration.update(context, id, input);
  }

  @Audited('account-deletion')
  @Authorized('ADMIN')
  @Mutation(() => Boolean, {
    description:
      'Deletes a user and their data, and ends their sessions. Administrators cannot delete themselves, the last administrator, or a trainer who still has lectures or courses.',
  })
  deleteUser(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() context: RequestContext) {
    return this.administration.delete(context, id);
  }
}
