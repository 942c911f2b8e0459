import type { Tokens } from '../../access/token';
import { hasIntents, tagKey } from '../../platform/cache/tag';
import { unauthenticated } from '../../platform/errors/app-error';
import type { RedisStore } from '../../platform/redis/redis-store';
import type { Session } from '../../platform/sessions/session';
import type { Begun, SessionStore } from '../../platform/sessions/session-store';
import { parseUserId, type UserId } from '../../shared/ids';
import type { RequestContext } from '../../shared/request-context';
import { Viewer } from '../../shared/viewer';
import { normalizeEmail } from '../../shared/validation/text';
import { profileTag, type ProfileSource } from '../account/account.cache';
import type { AccountRepository, Credentials, StoredLogin } from '../account/account.repository';
import { withPlace } from '../account/hash-queue';
import type { Profile } from '../account/person-role';
import { hashPassword, isOutdated, verifyPassword } from '../account/password';
import type { Audit } from '../audit/audit';
import type { DeviceTokens } from './device-token';
import type { LoginInput } from './session.input';

/*
 * Threats this file answers:
 * - Finding out from the answer, or its time, whether an address has an account or which role: every refusal has the same
 *   answer and costs one hash.
 * - A sign-in with the old password or address that overtakes a change of it: the new session ends again unless the account
 *   still has the address that was typed and the hash that was verified. The version of the user's tag tells this without
 *   reading them, because a change of either changes the version before it commits. If the version has changed, both are
 *   read under a lock, which waits for the change to commit.
 * - Time spent only on existing accounts: the work beside the hashing is also done for an id that no user has.
 */

const WRONG = 'E-mail or password is wrong.';

/** What a sign-in was verified against: the address that was typed, and the hash. */
interface Proof extends StoredLogin {
  id: UserId;
  /** The version of the user's tag under which address and hash were current, if known. */
  version: string | null;
}

/** What the client receives for a new session. */
export interface Opened {
  token: string;
  /** ISO 8601. */
  expiresAt: string;
}

export interface Entry {
  opened: Opened;
  /** Call this after COMMIT. */
  enter: (user: Omit<Entering, 'id'>) => void;
}

type Entering = Pick<Profile, 'role' | 'organizationId'> & { id: string };

/**
 * Makes the user who has signed in the viewer for the rest of the operation. Otherwise the fields below the user in the
 * response would be refused.
 */
function enter(context: RequestContext, { id, role, organizationId }: Entering, session: Session): void {
  const userId = parseUserId(id);
  if (userId) context.viewer = new Viewer(userId, role, session, organizationId);
}

/** Forgets the viewer and an earlier sign-in of the same operation. Call this before each sign-in. */
export function asNobody(context: RequestContext): void {
  context.viewer = null;
  context.auditNotes = {};
}

/** An id that no user has. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

const isSameLogin = (one: StoredLogin, other: StoredLogin | null) =>
  one.email === other?.email && one.passwordHash === other.passwordHash;

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

  /**
   * An unknown address and a wrong password get the same answer, in the same time. So does an account of another role if
   * the transport lets in one role only.
   *
   * @throws AppError UNAUTHENTICATED
   */
  async login(context: RequestContext, input: LoginInput) {
    asNobody(context);
    const proof = await withPlace(() => this.verified(context, input));
    if (!proof) throw unauthenticated(WRONG);
    const profile = context.reader.read(this.profiles, proof.id); // in the same round trip as the reads below
    profile.catch(() => undefined); // stillOwner reports it
    const { begun, ...opened } = await this.begin(context, proof.id);
    const user = await this.stillOwner(proof, begun.values[0] ?? null, profile).catch(async (error: unknown) => {
      // The client never receives the session, so it must not stay open.
      await this.sessions.end(proof.id, begun.session.id).catch(() => undefined);
      throw error;
    });
    this.rememberDevice(context, user.email);
    enter(context, user, begun.session);
    return { ...opened, user };
  }

  /**
   * Begins a session for a user who needs no further proof: a new account, or the owner of a password that this transaction
   * changes. Call this before COMMIT, so that nothing is left to do after it. If the transaction fails, a new account's
   * session opens nothing.
   */
  async open(context: RequestContext, { id, email }: { id: UserId; email: string }): Promise<Entry> {
    const { token, expiresAt, begun } = await this.begin(context, id);
    this.rememberDevice(context, email);
    return { opened: { token, expiresAt }, enter: (user) => enter(context, { ...user, id }, begun.session) };
  }

  private async begin(context: RequestContext, id: UserId): Promise<Opened & { begun: Begun }> {
    const origin = { ip: context.ip, userAgent: context.userAgent };
    const begun = await this.sessions.create(id, origin, [versionKey(id)]);
    const { session, crowdedOut } = begun;
    Object.assign(context.auditNotes, { userId: id, sessionId: session.id });
    for (const { id: endedSessionId } of crowdedOut) {
      const facts = { outcome: 'success', reason: 'too-many-sessions', endedSessionId } as const;
      this.audit.record('revocation', context, { ...context.auditNotes, ...facts });
    }
    const token = this.tokens.sign({ userId: id, sessionId: session.id, expiresAt: session.endsAt });
    return { token, expiresAt: new Date(session.endsAt).toISOString(), begun };
  }

  private rememberDevice({ device }: RequestContext, email: string): void {
    device.given = this.devices.issue(email, device.shown);
  }

  /** @throws AppError UNAUTHENTICATED if the account no longer has the address or the hash that was verified */
  private async stillOwner<User>(proof: Proof, versionNow: string | null, profile: Promise<User>) {
    const isSame = proof.version !== null && proof.version === versionNow;
    const loginNow = isSame ? proof : this.accounts.settledLogin(proof.id);
    const [user, login] = await Promise.all([profile, loginNow]);
    if (!user || !isSameLogin(proof, login)) throw unauthenticated(WRONG);
    return user;
  }

  /** @returns null where the password proves nothing */
  private async verified(context: RequestContext, input: LoginInput): Promise<Proof | null> {
    const { password } = input;
    const email = normalizeEmail(input.email);
    const account = await this.accounts.byEmail(email);
    if (account) context.auditNotes.userId = account.id;
    const admitted = !context.signInRole || account?.role === context.signInRole ? account : null;
    const [matches, current] = await Promise.all([
      verifyPassword(admitted?.passwordHash ?? null, password),
      this.current(admitted?.id ?? NOBODY),
    ]);
    const id = admitted && parseUserId(admitted.id);
    if (!matches || !id) return null;
    if (isOutdated(admitted.passwordHash))
      return { id, email, passwordHash: await this.upgraded(id, admitted, password), version: null };
    const proven = { email, passwordHash: admitted.passwordHash };
    return { id, ...proven, version: isSameLogin(proven, current.login) ? current.version : null };
  }

  /** Address and hash, and a version of the user's tag under which they were read; null for one that proves nothing. */
  private async current(id: string): Promise<{ login: StoredLogin | null; version: string | null }> {
    const [version = null] = await this.redis.trip(() => this.redis.readMany([versionKey(id)]));
    const login = await this.accounts.login(id);
    return { login, version: version !== null && hasIntents(version) ? null : version };
  }

  /** Renews an old hash while the password is at hand. @returns the hash as it stands now, if it still is the password's */
  private async upgraded(id: UserId, { passwordHash: hash }: Credentials, password: string): Promise<string> {
    const better = await hashPassword(password);
    if (await this.accounts.rehash(id, hash, better)) return better;
    // Another sign-in renewed the hash first, or the password was changed meanwhile.
    const current = await this.accounts.passwordHash(id);
    return current !== null && (await verifyPassword(current, password)) ? current : hash;
  }
}
