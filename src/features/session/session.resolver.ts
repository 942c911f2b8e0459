import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { Authorized } from '../../shared/authorized';
import { Audited } from '../../shared/audited';
import { SignsIn, Uncounted } from '../../shared/root-field-marks';
import { RateLimited } from '../../shared/rate-limited';
import type { RequestContext } from '../../shared/request-context';
import { OwnSessions } from './own-sessions.service';
import { PasswordChange } from './password-change.service';
import { ChangePasswordInput, LoginInput } from './session.input';
import { AuthPayload, Session } from './session.type';
import { SignIn } from './sign-in.service';

@Resolver()
export class SessionResolver {
  constructor(
    private readonly signIn: SignIn,
    private readonly ownSessions: OwnSessions,
    private readonly passwords: PasswordChange,
  ) {}

  @Audited('sign-in')
  @SignsIn()
  @RateLimited('login')
  @Mutation(() => AuthPayload, {
    description:
      'Signs in. Send the `X-Device-Token` header of the response with the next sign-in: the device then has a limit of its own.',
  })
  login(
    @Arg('input', () => LoginInput, { description: 'The credentials.' }) input: LoginInput,
    @Ctx() context: RequestContext,
  ) {
    return this.signIn.login(context, input);
  }

  @Audited('sign-out')
  @Uncounted()
  @Authorized()
  @Mutation(() => Boolean, { description: 'Ends the session of this request.' })
  logout(@Ctx() context: RequestContext) {
    return this.ownSessions.logout(context);
  }

  @Audited('sign-out')
  @Uncounted()
  @Authorized()
  @Mutation(() => Int, { description: 'Ends all sessions of the signed-in user. Returns how many ended.' })
  logoutEverywhere(@Ctx() context: RequestContext) {
    return this.ownSessions.logoutEverywhere(context);
  }

  @Audited('revocation')
  @Authorized()
  @Mutation(() => Boolean, { description: 'Ends one session of the signed-in user.' })
  revokeSession(
    @Arg('id', () => ID, { description: 'The id of the session.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return this.ownSessions.revoke(context, id);
  }

  @Audited('revocation')
  @Authorized()
  @Mutation(() => Int, {
    description: 'Ends all sessions of the signed-in user except the one of this request. Returns how many ended.',
  })
  revokeOtherSessions(@Ctx() context: RequestContext) {
    return this.ownSessions.revokeOthers(context);
  }

  @Audited('password-change')
  @Authorized()
  @Mutation(() => AuthPayload, {
    description: 'Changes the signed-in user’s password. Every older token ends; the response carries a new one.',
  })
  changePassword(
    @Arg('input', () => ChangePasswordInput, { description: 'Both passwords.' }) input: ChangePasswordInput,
    @Ctx() context: RequestContext,
  ) {
    return this.passwords.change(context, input);
  }

  @Authorized()
  @RateLimited('api')
  @Query(() => [Session], { description: 'The sessions of the signed-in user, newest first.' })
  sessions(@Ctx() context: RequestContext) {
    return this.ownSessions.list(context);
  }
}
