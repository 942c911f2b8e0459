import type { Writer } from '../../platform/cache/writer';
import { AppError, badInput } from '../../platform/errors/app-error';
import { isForeignKeyViolation } from '../../platform/database/violations';
import type { Tx } from '../../platform/database/database';
import type { SessionStore } from '../../platform/sessions/session-store';
import { parseUserId, type UserId } from '../../shared/ids';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import { normalizeEmail } from '../../shared/validation/text';
import { profileTag } from './account.cache';
import type { UpdateUserInput } from './account.input';
import type { AccountRepository } from './account.repository';
import { canDeleteUser } from './administration.policy';
import { hashPassword, passwordFault } from './password';
import { normalizedChanges, refuseForeignFields } from './person-changes';
import type { PersonRoles, Profile } from './person-role';

/*
 * Threats this file answers:
 * - A user who keeps working after an administrator has changed the password or address, or deleted the account: the
 *   sessions end between the write intent and COMMIT. A sign-in that began earlier meets the intent.
 * - Two administrators who delete each other at the same moment, so that none is left: such deletions wait for one another.
 */

const noSuchUser = () => new AppError('NOT_FOUND', 'There is no such user.');

/** What administrators do with the accounts of others. */
export class AccountAdministration {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly roles: PersonRoles,
    private readonly sessions: SessionStore,
    private readonly writer: Writer,
  ) {}

  /**
   * @throws AppError NOT_FOUND; CONFLICT for an e-mail address or roll number that is taken; BAD_USER_INPUT on fields of
   *   another role, and for a password that is easily guessed
   */
  async update(context: RequestContext, idText: string, input: UpdateUserInput): Promise<object> {
    const id = parseUserId(idText);
    const [user] = id ? await this.accounts.profiles(this.roles, [id]) : [];
    if (!id || !user) throw noSuchUser();
    context.auditNotes.subjectId = id;
    const person = this.roles.of(user.role);
    refuseForeignFields(person.fields, input);
    const email = input.email === undefined ? undefined : normalizeEmail(input.email);
    const passwordHash = await newHash(user, input);
    return this.writer.write(async (tx) => {
      const isReaddressed = email !== undefined && (await this.accounts.setEmail(tx, id, email));
      if (passwordHash !== null) await this.accounts.setPasswordHash(tx, id, passwordHash);
      const change = await person.update(tx, id, normalizedChanges(input));
      if (!change) throw noSuchUser();
      const beforeCommit = async () => {
        if (isReaddressed || passwordHash !== null) await this.endSessions(context, id);
      };
      return { value: change.record, tags: [profileTag(id), ...change.tags], beforeCommit };
    });
  }

  /**
   * @throws AppError NOT_FOUND; FORBIDDEN for oneself; CONFLICT for the last administrator, and for a user on whom others
   *   rely
   */
  async delete(context: RequestContext, idText: string): Promise<boolean> {
    const viewer = viewerOf(context);
    const id = parseUserId(idText);
    const role = id && (await this.accounts.roleOf(id));
    if (!id || !role) throw noSuchUser();
    context.auditNotes.subjectId = id;
    if (!canDeleteUser(viewer, id)) throw new AppError('FORBIDDEN', 'You cannot delete your own account.');
    return this.writer.write(async (tx) => {
      if (role === 'ADMIN') await this.expectAnotherAdmin(tx);
      if (!(await this.accounts.lock(tx, id))) throw noSuchUser();
      const tags = await this.roles.beforeRemoval({ tx, id, role });
      await this.remove(tx, id);
      return { value: true, tags: [profileTag(id), ...tags], beforeCommit: () => this.endSessions(context, id) };
    });
  }

  /** The session of the request itself stays. */
  private async endSessions(context: RequestContext, id: UserId): Promise<void> {
    const viewer = viewerOf(context);
    context.auditNotes.endedSessions = await this.sessions.endAllBut(id, viewer.id === id ? viewer.session.id : '');
  }

  private async expectAnotherAdmin(tx: Tx): Promise<void> {
    if ((await this.accounts.lockAdmins(tx)) > 1) return;
    throw new AppError('CONFLICT', 'The last administrator cannot be deleted.');
  }

  private async remove(tx: Tx, id: UserId): Promise<void> {
    try {
      await this.accounts.delete(tx, id);
    } catch (error) {
      // A record that refers to the user was added after the rules were asked.
      if (!isForeignKeyViolation(error)) throw error;
      throw new AppError('CONFLICT', 'Other records rely on this user. Hand them over or delete them first.');
    }
  }
}

async function newHash(user: Profile, { name, email, password }: UpdateUserInput): Promise<string | null> {
  if (password === undefined) return null;
  const fault = passwordFault(password, { name: name ?? user.name, email: email ?? user.email });
  if (fault) throw badInput('input.password', fault);
  return hashPassword(password);
}
