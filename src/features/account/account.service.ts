import type { Writer } from '../../platform/cache/writer';
import { AppError, badInput, unauthenticated } from '../../platform/errors/app-error';
import type { SessionStore } from '../../platform/sessions/session-store';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import { profileTag, type ProfileSource } from './account.cache';
import type { UpdateProfileInput } from './account.input';
import type { AccountRepository } from './account.repository';
import type { CurrentPassword, PasswordReplacement } from './current-password';
import { hashPassword, passwordFault } from './password';
import { normalizedChanges, refuseForeignFields } from './person-changes';
import type { PersonRoles } from './person-role';

/** The signed-in user's own record. */
export class AccountService {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly profiles: ProfileSource,
    private readonly roles: PersonRoles,
    private readonly currentPassword: CurrentPassword,
    private readonly sessions: SessionStore,
    private readonly writer: Writer,
  ) {}

  async me(context: RequestContext) {
    return context.reader.read(this.profiles, viewerOf(context).id);
  }

  /** @throws AppError BAD_USER_INPUT on fields that the user's role does not have; as `replacement` */
  async update(context: RequestContext, input: UpdateProfileInput): Promise<object> {
    const { id, role, session } = viewerOf(context);
    const person = this.roles.of(role);
    refuseForeignFields(person.fields, input);
    const replacement = await this.replacement(context, input);
    return this.writer.write(async (tx) => {
      if (replacement) await this.currentPassword.replace(tx, id, replacement);
      const change = await person.update(tx, id, normalizedChanges(input));
      if (!change) throw new AppError('NOT_FOUND', 'This account has been deleted.');
      const beforeCommit = async () => {
        if (!replacement) return;
        context.auditNotes.endedSessions = await this.sessions.endAllBut(id, session.id);
      };
      return { value: change.record, tags: [profileTag(id), ...change.tags], beforeCommit };
    });
  }

  /**
   * The new password; null if the password stays as it is.
   *
   * @throws AppError BAD_USER_INPUT for a password that is easily guessed; as `CurrentPassword.expect`
   */
  private async replacement(
    context: RequestContext,
    { name, password, currentPassword }: UpdateProfileInput,
  ): Promise<PasswordReplacement | null> {
    if (password === undefined) return null;
    if (currentPassword === undefined)
      throw badInput('input.currentPassword', 'is required for a change of the password');
    const verifiedHash = await this.currentPassword.expect(context, currentPassword);
    const [user] = await this.accounts.profiles(this.roles, [viewerOf(context).id]);
    if (!user) throw unauthenticated();
    const fault = passwordFault(password, { name: name ?? user.name, email: user.email });
    if (fault) throw badInput('input.password', fault);
    return { verifiedHash, newHash: await hashPassword(password) };
  }
}
