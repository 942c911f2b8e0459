import { Arg, Authorized, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { Audited } from '../../shared/audited';
import { RateLimited } from '../../shared/rate-limited';
import { SignsIn, SignsOut } from '../../shared/signs-in';
import type { RequestContext } from '../../shared/request-context';
import { User } from './user.type';
import {
  ChangePasswordInput,
  LoginInput,
  RegisterStudentInput,
  RegisterTrainerInput,
  UpdateProfileInput,
} from './account.input';
import { AuthPayload, Session } from '../session/session.type';
import { OwnSessions } from '../session/own-sessions.service';
import { PasswordChange } from './password-change.service';
import { ProfileService } from './profile.service';
import { RegistrationService } from './registration.service';
import { SignIn } from '../session/sign-in.service';

@Resolver()
export class RegistrationResolver {
  constructor(private readonly registration: RegistrationService) {}

  @Audited('registration')
  @SignsIn()
  @RateLimited('register')
  @Mutation(() => AuthPayload, { description: 'Makes a student’s account and signs in.' })
  registerStudent(
    @Arg('input', () => RegisterStudentInput, { description: 'The student.' }) input: RegisterStudentInput,
    @Ctx() context: RequestContext,
  ) {
    return this.registration.student(context, input);
  }

  @Audited('registration')
  @SignsIn()
  @RateLimited('register')
  @Mutation(() => AuthPayload, { description: 'Makes a trainer’s account and signs in, where trainers may register.' })
  registerTrainer(
    @Arg('input', () => RegisterTrainerInput, { description: 'The trainer.' }) input: RegisterTrainerInput,
    @Ctx() context: RequestContext,
  ) {
    return this.registration.trainer(context, input);
  }
}

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
      'Signs in. Send the answer’s `X-Device-Token` at the next sign-in: strangers’ attempts then count apart.',
  })
  login(
    @Arg('input', () => LoginInput, { description: 'Who signs in.' }) input: LoginInput,
    @Ctx() context: RequestContext,
  ) {
    return this.signIn.login(context, input);
  }

  @Audited('sign-out')
  @SignsOut()
  @Authorized()
  @Mutation(() => Boolean, { description: 'Ends the session that asks.' })
  logout(@Ctx() context: RequestContext) {
    return this.ownSessions.logout(context);
  }

  @Audited('sign-out')
  @SignsOut()
  @Authorized()
  @Mutation(() => Int, { description: 'Ends all of one’s sessions; answers how many there were.' })
  logoutEverywhere(@Ctx() context: RequestContext) {
    return this.ownSessions.logoutEverywhere(context);
  }

  @Audited('revocation')
  @Authorized()
  @Mutation(() => Boolean, { description: 'Ends one of one’s sessions.' })
  revokeSession(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() context: RequestContext) {
    return this.ownSessions.revoke(context, id);
  }

  @Audited('revocation')
  @Authorized()
  @Mutation(() => Int, {
    description: 'Ends all of one’s sessions but the one that asks; answers how many there were.',
  })
  revokeOtherSessions(@Ctx() context: RequestContext) {
    return this.ownSessions.revokeOthers(context);
  }

  @Audited('password-change')
  @Authorized()
  @Mutation(() => AuthPayload, { description: 'Changes one’s password; every older token ends.' })
  changePassword(
    @Arg('input', () => ChangePasswordInput, { description: 'Both passwords.' }) input: ChangePasswordInput,
    @Ctx() context: RequestContext,
  ) {
    return this.passwords.change(context, input);
  }

  @Authorized()
  @RateLimited('api')
  @Query(() => [Session], { description: 'Where one is signed in, newest first.' })
  sessions(@Ctx() context: RequestContext) {
    return this.ownSessions.list(context);
  }
}

@Resolver()
export class ProfileResolver {
  constructor(private readonly profiles: ProfileService) {}

  @Authorized()
  @RateLimited('api')
  @Query(() => User, { description: 'Whoever asks.' })
  me(@Ctx() context: RequestContext) {
    return this.profiles.me(context);
  }

  @Authorized()
  @Mutation(() => User, { description: 'Changes one’s own record.' })
  updateProfile(
    @Arg('input', () => UpdateProfileInput, { description: 'What changes.' }) input: UpdateProfileInput,
    @Ctx() context: RequestContext,
  ) {
    return this.profiles.update(context, input);
  }
}
