import type { Writer } from '../../platform/cache/writer';
import { badInput, unauthenticated } from '../../platform/errors/app-error';
import type { SessionStore } from '../../platform/sessions/session-store';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import { profileTag } from '../account/account.cache';
import type { AccountRepository } from '../account/account.repository';
import type { CurrentPassword } from '../account/current-password';
import { hashPassword, passwordFault } from '../account/password';
import type { PersonRoles } from '../account/person-role';
import type { ChangePasswordInput } from './session.input';
import type { Entry, SignIn } from './sign-in.service';

/*
 * Threats this file answers:
 * - A session that outlives its password: all sessions end between the write intent and COMMIT. A sign-in that opens one
 *   later meets the intent, waits for COMMIT and ends its session again (sign-in.service.ts).
 */
export class PasswordChange {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly roles: PersonRoles,
    private readonly sessions: SessionStore,
    private readonly currentPassword: CurrentPassword,
    private readonly writer: Writer,
    private readonly signIn: SignIn,
  ) {}

  /**
   * @throws AppError BAD_USER_INPUT on `currentPassword` when it is wrong, or was changed meanwhile, and on `newPassword` when
   *   it is easily guessed; RATE_LIMITED after too many wrong ones
   */
  async change(context: RequestContext, input: ChangePasswordInput) {
    const { id } = viewerOf(context);
    const verifiedHash = await this.currentPassword.expect(context, input.currentPassword);
    const [user] = await this.accounts.profiles(this.roles, [id]);
    if (!user) throw unauthenticated();
    const fault = passwordFault(input.newPassword, user);
    if (fault) throw badInput('input.newPassword', fault);
    const newHash = await hashPassword(input.newPassword);
    let entry: Entry | undefined;
    await this.writer.write(async (tx) => {
      await this.currentPassword.replace(tx, id, { verifiedHash, newHash });
      const beforeCommit = async () => {
        await this.sessions.endAll(id);
        entry = await this.signIn.open(context, { id, email: user.email });
      };
      return { value: null, tags: [profileTag(id)], beforeCommit };
    });
    entry?.enter(user);
    return { ...entry?.opened, user };
  }
}
