import type { ProfileSource } from '../features/auth/profile.source';
import type { Claims, Tokens } from '../features/auth/token';
import { Viewer } from '../features/request';
import { parseUserId } from '../features/user/ids';
import type { Cache } from '../platform/cache/cache';
import { CacheReader } from '../platform/cache/reader';
import type { AppError } from '../platform/errors/app-error';
import type { Logger } from '../platform/logging/logger';
import type { Decision, Limiter } from '../platform/rate-limit/limiter';
import type { SessionStore } from '../platform/sessions/session-store';
import { rateLimited } from './rate-limit.directive';

/*
 * Threats this file answers:
 * - A token that was signed out, or whose user is gone: session, blacklist and profile are asked on every request.
 * - Using up another's limit with a token that no longer counts: such an attempt is taken back.
 * - An outage of Redis that looks like a sign-out: it is SERVICE_UNAVAILABLE, never UNAUTHENTICATED.
 */

/** Who may go on, or why not. */
export type Admitted =
  | { kind: 'anonymous' }
  | { kind: 'viewer'; viewer: Viewer; decision: Decision | null }
  | { kind: 'invalid-token' }
  | { kind: 'refused'; error: AppError; decision: Decision };

/** The door-keeper of both doors. */
export class Admission {
  constructor(
    private readonly tokens: Tokens,
    private readonly sessions: SessionStore,
    private readonly limiter: Limiter,
    private readonly cache: Cache,
    private readonly profiles: ProfileSource,
    private readonly logger: Logger,
  ) {}

  /**
   * Checks a token in one round trip: session, revocation, profile and the user's limit.
   *
   * @param token what stood behind `Bearer`, null without an Authorization header
   * @throws AppError SERVICE_UNAVAILABLE
   */
  async admit(token: string | null): Promise<Admitted> {
    if (token === null) return { kind: 'anonymous' };
    const claims = this.tokens.verify(token);
    const userId = claims && parseUserId(claims.userId);
    if (!userId) return { kind: 'invalid-token' };
    return this.check(userId, claims);
  }

  private async check(userId: NonNullable<ReturnType<typeof parseUserId>>, claims: Claims): Promise<Admitted> {
    const reader = new CacheReader(this.cache, true);
    const [session, decision, profile] = await Promise.all([
      this.sessions.find(userId, claims.sessionId),
      this.limiter.count('user', userId),
      reader.read(this.profiles, userId),
    ]);
    if (!session || !profile) {
      await this.limiter.refund('user', userId);
      return { kind: 'invalid-token' };
    }
    if (decision && !decision.allowed) return { kind: 'refused', error: rateLimited([decision]), decision };
    if (this.sessions.isDueForExtension(session)) {
      // Not waited for: it only ever moves the end of a session that is still there.
      this.sessions
        .extend(userId, session)
        .catch((error: unknown) => this.logger.debug({ err: error }, 'not extended'));
    }
    return { kind: 'viewer', viewer: new Viewer(userId, profile.role, session), decision };
  }
}
