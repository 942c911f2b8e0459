import type { Cache } from '../../platform/cache/cache';
import { AppError, unauthenticated } from '../../platform/errors/app-error';
import type { SessionStore } from '../../platform/sessions/session-store';
import { viewerOf, type RequestContext } from '../request';
import { parseUserId, type UserId } from '../user/ids';
import { normaliseEmail } from '../validation/text';
import type { AccountRepository } from './account.repository';
import type { Audit } from './audit';
import type { LoginInput } from './auth.input';
import type { DeviceTokens } from './device-token';
import { withPlace } from './hash-queue';
import { hashPassword, isOutdated, verifyPassword } from './password';
import { profileKey, type ProfileSource } from './profile.source';
import type { Tokens } from './token';

/*
 * Threats this file answers:
 * - Telling by answer or time whether an address has an account, or one of another role: one answer, one hash.
 * - A sign-in with the old password that overtakes a change of it: once the session stands, the hash is read again, and
 *   the session ends where it is no longer the one that was verified.
 */
const WRONG = 'E-mail or password is wrong.';

/** Opens, lists and ends sessions. */
export class SignIn {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly profiles: ProfileSource,
    private readonly sessions: SessionStore,
    private readonly tokens: Tokens,
    private readonly devices: DeviceTokens,
    private readonly cache: Cache,
    private readonly audit: Audit,
  ) {}

  /** @throws AppError UNAUTHENTICATED, the same for an unknown address, a wrong password and a role the door does not admit */
  async login(context: RequestContext, input: LoginInput) {
    const verified = await withPlace(() => this.verified(context, input));
    if (!verified) throw unauthenticated(WRONG);
    return this.open(context, verified.id, verified.passwordHash);
  }

  /** Begins a session for whoever has just proved to know the password behind `passwordHash`. */
  async open(context: RequestContext, id: UserId, passwordHash: string) {
    const { session, crowdedOut } = await this.sessions.create(id, { ip: context.ip, userAgent: context.userAgent });
    Object.assign(context.auditNotes, { userId: id, sessionId: session.id });
    for (const { id: endedSessionId } of crowdedOut) {
      const facts = { outcome: 'success', reason: 'too-many-sessions', endedSessionId } as const;
      this.audit.record('revocation', context, { ...context.auditNotes, ...facts });
    }
    const user = await this.stillOwner(context, id, passwordHash).catch(async (error: unknown) => {
      // Nobody was told of the session, so it must not stand.
      await this.sessions.end(id, session.id).catch(() => undefined);
      throw error;
    });
    context.device.given = this.devices.issue(user.email, context.device.shown);
    const token = this.tokens.sign({ userId: id, sessionId: session.id, expiresAt: session.endsAt });
    return { token, expiresAt: new Date(session.endsAt).toISOString(), user };
  }

  /** @throws AppError UNAUTHENTICATED if the hash is not what was verified any more */
  private async stillOwner(context: RequestContext, id: UserId, passwordHash: string) {
    const [user, hashNow] = await Promise.all([context.reader.read(this.profiles, id), this.accounts.passwordHash(id)]);
    if (!user || hashNow !== passwordHash) throw unauthenticated(WRONG);
    return user;
  }

  async logout(context: RequestContext): Promise<boolean> {
    const viewer = viewerOf(context);
    await this.sessions.end(viewer.id, viewer.session.id);
    await this.cache.forget(profileKey(viewer.id));
    return true;
  }

  /** @returns how many sessions ended */
  async logoutEverywhere(context: RequestContext): Promise<number> {
    const { id } = viewerOf(context);
    const ended = await this.sessions.endAll(id);
    context.auditNotes.endedSessions = ended;
    await this.cache.forget(profileKey(id));
    return ended;
  }

  /** @throws AppError NOT_FOUND */
  async revoke(context: RequestContext, sessionId: string): Promise<boolean> {
    const ended = await this.sessions.end(viewerOf(context).id, sessionId);
    if (!ended) throw new AppError('NOT_FOUND', 'There is no such session.');
    context.auditNotes.endedSessionId = sessionId;
    return true;
  }

  /** @returns how many sessions ended */
  async revokeOthers(context: RequestContext): Promise<number> {
    const viewer = viewerOf(context);
    const ended = await this.sessions.endAllBut(viewer.id, viewer.session.id);
    context.auditNotes.endedSessions = ended;
    return ended;
  }

  async list(context: RequestContext) {
    const viewer = viewerOf(context);
    context.reader.log.untagged = true;
    const sessions = await this.sessions.list(viewer.id);
    return sessions.map((session) => ({
      id: session.id,
      createdAt: new Date(session.createdAt).toISOString(),
      lastSeenAt: new Date(session.lastSeenAt).toISOString(),
      expiresAt: new Date(session.idleEndsAt).toISOString(),
      ip: session.ip,
      userAgent: session.userAgent,
      current: session.id === viewer.session.id,
    }));
  }

  /** Who knows the password, and the hash that says so now; null for nobody. */
  private async verified(context: RequestContext, { email, password }: LoginInput) {
    const account = await this.accounts.byEmail(normaliseEmail(email));
    if (account) context.auditNotes.userId = account.id;
    const admitted = !context.signInRole || account?.role === context.signInRole ? account : null;
    const matches = await verifyPassword(admitted?.passwordHash ?? null, password);
    const id = admitted && parseUserId(admitted.id);
    return matches && id ? { id, passwordHash: await this.upgraded(id, admitted.passwordHash, password) } : null;
  }

  /** Old hashes are made anew while the password is at hand. @returns the hash as it stands now, if it is still the password's */
  private async upgraded(id: UserId, hash: string, password: string): Promise<string> {
    if (!isOutdated(hash)) return hash;
    const better = await hashPassword(password);
    if (await this.accounts.rehash(id, hash, better)) return better;
    // Another sign-in with the same password was first, or the password was changed meanwhile.
    const current = await this.accounts.passwordHash(id);
    return current !== null && (await verifyPassword(current, password)) ? current : hash;
  }
}
