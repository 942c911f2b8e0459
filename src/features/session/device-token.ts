import { createHmac, createSecretKey, hkdfSync, randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto';

/*
 * Threats this file answers:
 * - A stranger who locks a user out: wrong passwords use up the limit of the address they are for. A device that has signed
 *   in with that address before shows this token and is counted apart, so a stranger's attempts do not touch it.
 * - Guessing with a device token, stolen or one's own: it opens nothing, its limit is as narrow as the address's, and it
 *   holds for the one address that it was given for.
 * - Making one up, or turning a token of another kind into one: the signature is under a key that signs nothing else,
 *   derived from JWT_SECRET. JWT_SECRET_PREVIOUS still verifies, so no device is forgotten when the secret is changed.
 */

/** Every sign-in gives a new one; a device that stays away longer is a stranger's again. */
const LIFETIME_S = 180 * 24 * 3600;
/** Seconds by which the clocks of replicas may differ. */
const CLOCK_SKEW_S = 60;
const DEVICE_BYTES = 16;

/** The device, when the token was given (seconds since 1970), and the signature of both and the address. */
const TOKEN = /^([\w-]{22})\.(\d{10})\.([\w-]{43})$/;

/** Tells devices that have signed in before from unknown ones. The token names no person and is kept nowhere. */
export class DeviceTokens {
  private readonly signingKey: KeyObject;
  private readonly keys: readonly KeyObject[];

  constructor(secret: string, previousSecret?: string) {
    this.signingKey = derivedKey(secret);
    this.keys = [this.signingKey, ...(previousSecret ? [derivedKey(previousSecret)] : [])];
  }

  /**
   * A token for a device that has just signed in.
   *
   * @param email normalised
   * @param known the token that it came with: a device keeps its name, and so its limit
   */
  issue(email: string, known: string | null): string {
    const device = this.deviceOf(known, email) ?? randomBytes(DEVICE_BYTES).toString('base64url');
    const given = String(now());
    return `${device}.${given}.${signature(this.signingKey, device, given, email).toString('base64url')}`;
  }

  /** @returns the device's name; null unless it has signed in with this address, of late */
  deviceOf(token: string | null, email: string): string | null {
    const [, device, given, signed] = (token && TOKEN.exec(token)) || [];
    if (!device || !given || !signed) return null;
    const age = now() - Number(given);
    if (age > LIFETIME_S || age < -CLOCK_SKEW_S) return null;
    const mac = Buffer.from(signed, 'base64url');
    return this.keys.some((key) => timingSafeEqual(mac, signature(key, device, given, email))) ? device : null;
  }
}

const now = () => Math.floor(Date.now() / 1000);

const derivedKey = (secret: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'stms device token', 32)));

/** The parts before the address have no dots, so no two of them read alike. */
const signature = (key: KeyObject, device: string, given: string, email: string): Buffer =>
  createHmac('sha256', key).update(`${device}.${given}.${email}`).digest();
