import { hasIntents, tagKey } from '../../platform/cache/tag';
import { unauthenticated } from '../../platform/errors/app-error';
import type { RedisStore } from '../../platform/redis/redis-store';
import type { SessionStore } from '../../platform/sessions/session-store';
import type { RequestContext } from '../../shared/request-context';
import { parseUserId, type UserId } from '../../shared/ids';
import { normaliseEmail } from '../../shared/validation/text';
import type { AccountRepository, Credentials } from '../account/account.repository';
import type { Audit } from '../audit/audit';
import type { LoginInput } from '../account/account.input';
import type { DeviceTokens } from './device-token';
import { withPlace } from '../account/hash-queue';
import { hashPassword, isOutdated, verifyPassword } from '../account/password';
import { profileTag, type ProfileSource } from '../account/profile.source';
import type { Tokens } from '../../access/token';

/*
 * Threats this file answers:
 * - Telling by answer or time whether an address has an account, or one of another role: one answer, one hash.
 * - A sign-in with the old password that overtakes a change of it: the session ends again unless, once it stands, the hash
 *   is still the one that was verified. The version of the user's tag tells without reading it: a change of the password
 *   changes that version before it commits.
 * - Work that is done for those who have an account only, and takes time: what goes on beside the hashing is done for nobody's
 *   id, too.
 */
const WRONG = 'E-mail or password is wrong.';

/** What a password was proved against. */
export interface Proof {
  id: UserId;
  passwordHash: string;
  /** Of the user's tag, if the hash is known to have been current under it. */
  version: string | null;
}

/** An id that no user has. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

const versionKey = (id: string) => tagKey(profileTag(id));

/** Opens sessions. */
export class SignIn {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly profiles: ProfileSource,
    private readonly redis: RedisStore,
    private readonly sessions: SessionStore,
    private readonly tokens: Tokens,
    private readonly devices: DeviceTokens,
    private readonly audit: Audit,
  ) {}

  /** @throws AppError UNAUTHENTICATED, the same for an unknown address, a wrong password and a role the door does not admit */
  async login(context: RequestContext, input: LoginInput) {
    const proof = await withPlace(() => this.verified(context, input));
    if (!proof) throw unauthenticated(WRONG);
    return this.open(context, proof);
  }

  /** Begins a session for whoever has just proved to know a password. */
  async open(context: RequestContext, proof: Proof) {
    const { id } = proof;
    const profile = context.reader.read(this.profiles, id); // in the same trip as what follows
    profile.catch(() => undefined); // told by stillOwner
    const origin = { ip: context.ip, userAgent: context.userAgent };
    const { session, crowdedOut, values } = await this.sessions.create(id, origin, [versionKey(id)]);
    Object.assign(context.auditNotes, { userId: id, sessionId: session.id });
    for (const { id: endedSessionId } of crowdedOut) {
      const facts = { outcome: 'success', reason: 'too-many-sessions', endedSessionId } as const;
      this.audit.record('revocation', context, { ...context.auditNotes, ...facts });
    }
    const user = await this.stillOwner(proof, values[0] ?? null, profile).catch(async (error: unknown) => {
      // Nobody was told of the session, so it must not stand.
      await this.sessions.end(id, session.id).catch(() => undefined);
      throw error;
    });
    context.device.given = this.devices.issue(user.email, context.device.shown);
    const token = this.tokens.sign({ userId: id, sessionId: session.id, expiresAt: session.endsAt });
    return { token, expiresAt: new Date(session.endsAt).toISOString(), user };
  }

  /** @throws AppError UNAUTHENTICATED if the hash is not what was verified any more */
  private async stillOwner<User>(
    { id, passwordHash, version }: Proof,
    versionNow: string | null,
    profile: Promise<User>,
  ) {
    const isSame = version !== null && version === versionNow;
    const hashNow = isSame ? passwordHash : this.accounts.passwordHash(id);
    const [user, hash] = await Promise.all([profile, hashNow]);
    if (!user || hash !== passwordHash) throw unauthenticated(WRONG);
    return user;
  }

  /** Null for nobody. */
  private async verified(context: RequestContext, { email, password }: LoginInput): Promise<Proof | null> {
    const account = await this.accounts.byEmail(normaliseEmail(email));
    if (account) context.auditNotes.userId = account.id;
    const admitted = !context.signInRole || account?.role === context.signInRole ? account : null;
    const [matches, current] = await Promise.all([
      verifyPassword(admitted?.passwordHash ?? null, password),
      this.current(admitted?.id ?? NOBODY),
    ]);
    const id = admitted && parseUserId(admitted.id);
    if (!matches || !id) return null;
    if (isOutdated(admitted.passwordHash))
      return { id, passwordHash: await this.upgraded(id, admitted, password), version: null };
    const isCurrent = current.passwordHash === admitted.passwordHash;
    return { id, passwordHash: admitted.passwordHash, version: isCurrent ? current.version : null };
  }

  /** The hash, and a version of the user's tag under which it was read; null for one that tells nothing. */
  private async current(id: string): Promise<{ passwordHash: string | null; version: string | null }> {
    const [version = null] = await this.redis.trip(() => this.redis.readMany([versionKey(id)]));
    const passwordHash = await this.accounts.passwordHash(id);
    return { passwordHash, version: version !== null && hasIntents(version) ? null : version };
  }

  /** Old hashes are made anew while the password is at hand. @returns the hash as it stands now, if it is still the password's */
  private async upgraded(id: UserId, { passwordHash: hash }: Credentials, password: string): Promise<string> {
    const better = await hashPassword(password);
    if (await this.accounts.rehash(id, hash, better)) return better;
    // Another sign-in with the same password was first, or the password was changed meanwhile.
    const current = await this.accounts.passwordHash(id);
    return current !== null && (await verifyPassword(current, password)) ? current : hash;
  }
}
