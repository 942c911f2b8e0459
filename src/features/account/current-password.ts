import { badInput } from '../../platform/errors/app-error';
import type { Limiter } from '../../platform/rate-limit/limiter';
import { rateLimited } from '../../platform/rate-limit/refusal';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import type { AccountRepository } from './account.repository';
import { verifyPassword } from './password';

/*
 * Threats this file answers: a stolen token that serves to guess the password. Wrong guesses count against the limit of
 * sign-ins, by session, so that the thief does not lock the user out either.
 */
export class CurrentPassword {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly limiter: Limiter,
  ) {}

  /**
   * Counts before it hashes, and takes back what was right.
   *
   * @throws AppError BAD_USER_INPUT on `input.currentPassword` when it is wrong; RATE_LIMITED after too many wrong ones
   */
  async expect(context: RequestContext, password: string): Promise<void> {
    const { id, session } = viewerOf(context);
    const guesser = `${id}:${session.id}`;
    const decision = await this.limiter.count('login', guesser);
    if (decision) context.decisions.push(decision);
    if (decision && !decision.allowed) throw rateLimited([decision]);
    if (!(await verifyPassword(await this.accounts.passwordHash(id), password))) {
      throw badInput('input.currentPassword', 'is wrong');
    }
    await this.limiter.refund('login', guesser);
  }
}
