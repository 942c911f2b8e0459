import type { Writer } from '../../platform/cache/writer';
import { badInput } from '../../platform/errors/app-error';
import type { Limiter } from '../../platform/rate-limit/limiter';
import { rateLimited } from '../../platform/rate-limit/refusal';
import type { SessionStore } from '../../platform/sessions/session-store';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import type { UserId } from '../../shared/ids';
import type { AccountRepository } from './account.repository';
import type { ChangePasswordInput } from './account.input';
import { hashPassword, passwordFault, verifyPassword } from './password';
import { profileTag } from './profile.source';
import type { SignIn } from '../session/sign-in.service';

/*
 * Threats this file answers:
 * - A stolen token that serves to guess the password: wrong guesses have the limit of sign-ins, by session, so that the thief
 *   does not keep the user out either.
 * - A session that outlives the password it was opened with: all end before COMMIT and again after it, for a sign-in that
 *   came between (sign-in.service.ts looks once more by itself).
 */
export class PasswordChange {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly sessions: SessionStore,
    private readonly limiter: Limiter,
    private readonly writer: Writer,
    private readonly signIn: SignIn,
  ) {}

  /**
   * @throws AppError BAD_USER_INPUT on `currentPassword` when it is wrong, on `newPassword` when it is easily guessed;
   *   RATE_LIMITED after too many wrong ones
   */
  async change(context: RequestContext, input: ChangePasswordInput) {
    const { id } = viewerOf(context);
    await this.expectPassword(context, id, input.currentPassword);
    const owner = await this.accounts.profile(id);
    const fault = owner && passwordFault(input.newPassword, owner);
    if (fault) throw badInput('input.newPassword', fault);
    const passwordHash = await hashPassword(input.newPassword);
    await this.writer.write(async (tx) => {
      await this.accounts.setPasswordHash(tx, id, passwordHash);
      await this.sessions.endAll(id);
      return { value: null, tags: [profileTag(id)] };
    });
    await this.sessions.endAll(id);
    return this.signIn.open(context, { id, passwordHash, version: null });
  }

  /** Counts before it hashes, and takes back what was right. */
  private async expectPassword(context: RequestContext, id: UserId, password: string): Promise<void> {
    const guesser = `${id}:${viewerOf(context).session.id}`;
    const decision = await this.limiter.count('login', guesser);
    if (decision) context.decisions.push(decision);
    if (decision && !decision.allowed) throw rateLimited([decision]);
    if (!(await verifyPassword(await this.accounts.passwordHash(id), password))) {
      throw badInput('input.currentPassword', 'is wrong');
    }
    await this.limiter.refund('login', guesser);
  }
}
