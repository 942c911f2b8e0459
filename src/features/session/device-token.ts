import { createHmac, createSecretKey, hkdfSync, randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto';

/*
 * Threats this file answers:
 * - A stranger who locks a user out: wrong passwords use up the limit of the address they are for. A device that has signed
 *   in with that address before sends this token and has its own limit, which a stranger's attempts do not touch.
 * - Guessing with a device token, stolen or one's own: it signs nobody in, its limit is as low as the address's, and it is
 *   valid for one address only.
 * - Forging one, or passing off another kind of token as one: it is signed with a key that signs nothing else, derived from
 *   JWT_SECRET. Keys from JWT_SECRET_PREVIOUS still verify, so no device is forgotten when the secret is changed.
 */

/** Every sign-in issues a new token. A device that stays away longer counts as unknown again. */
const LIFETIME_S = 180 * 24 * 3600;
/** Seconds by which the clocks of replicas may differ. */
const CLOCK_SKEW_S = 60;
const DEVICE_BYTES = 16;

/** The device, the time of issue (seconds since 1970), and a signature over both and the address. */
const TOKEN = /^([\w-]{22})\.(\d{10})\.([\w-]{43})$/;

/** Tells devices that have signed in before from unknown ones. The token names no person and is not stored. */
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
   * @param email normalized
   * @param known the token that the device sent: it keeps its name, and so its limit
   */
  issue(email: string, known: string | null): string {
    const device = this.deviceOf(known, email) ?? randomBytes(DEVICE_BYTES).toString('base64url');
    const given = String(now());
    return `${device}.${given}.${signature(this.signingKey, device, given, email).toString('base64url')}`;
  }

  /** @returns the device's name; null unless it has signed in with this address recently */
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

/** The parts before the address have no dots, so different inputs never yield the same text. */
const signature = (key: KeyObject, device: string, given: string, email: string): Buffer =>
  createHmac('sha256', key).update(`${device}.${given}.${email}`).digest();
