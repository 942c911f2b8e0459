import type { Tx } from '../../platform/database/database';
import { badInput } from '../../platform/errors/app-error';
import type { Limiter } from '../../platform/rate-limit/limiter';
import { rateLimited } from '../../platform/rate-limit/refusal';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import type { AccountRepository } from './account.repository';
import { verifyPassword } from './password';

/*
 * Threats this file answers:
 * - A stolen token used to guess the password: wrong guesses count against the limit of sign-ins. They count per session, so
 *   the thief cannot lock the user out either.
 * - A change with the old password that overtakes another change, such as an administrator's reset: the new hash replaces
 *   only the hash that was verified.
 */

const wrong = () => badInput('input.currentPassword', 'is wrong');

/** A change of password after the owner has proved to know the old one. */
export interface PasswordReplacement {
  verifiedHash: string;
  newHash: string;
}

export class CurrentPassword {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly limiter: Limiter,
  ) {}

  /**
   * Counts the attempt before hashing. The count is taken back if the password was right or could not be verified.
   *
   * @returns the hash that was verified
   * @throws AppError BAD_USER_INPUT on `input.currentPassword` when it is wrong; RATE_LIMITED after too many wrong ones
   */
  async expect(context: RequestContext, password: string): Promise<string> {
    const { id, session } = viewerOf(context);
    const guesser = `${id}:${session.id}`;
    const decision = await this.limiter.count('login', guesser);
    if (decision) context.decisions.push(decision);
    if (decision && !decision.allowed) throw rateLimited([decision]);
    const hash = await this.hashOf(id, password).catch(async (error: unknown) => {
      await this.limiter.refund('login', guesser).catch(() => undefined);
      throw error;
    });
    if (hash === null) throw wrong();
    await this.limiter.refund('login', guesser);
    return hash;
  }

  /** @returns the stored hash if the password matches it, otherwise null */
  private async hashOf(id: string, password: string): Promise<string | null> {
    const hash = await this.accounts.passwordHash(id);
    return (await verifyPassword(hash, password)) ? hash : null;
  }

  /** @throws AppError as for a wrong password, if the password was changed since it was verified */
  async replace(tx: Tx, id: string, { verifiedHash, newHash }: PasswordReplacement): Promise<void> {
    if (!(await this.accounts.replacePasswordHash(tx, id, verifiedHash, newHash))) throw wrong();
  }
}
