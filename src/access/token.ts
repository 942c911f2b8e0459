import { createSecretKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';

/*
 * Threats this file answers:
 * - A forged token, or one that names its own algorithm ("none", or RS256 with the secret as its key): HS256 is pinned.
 * - A token that says how to verify it (kid, jku, jwk, x5u, crit, b64): a header with anything but alg and typ is refused,
 *   even under a valid signature. So no future library can be made to use a key of the attacker.
 * - A token of another kind or for another service, if a secret is shared: type, issuer and audience may be absent, but must
 *   match if they are present.
 * - A token that never ends, or is not valid yet: exp must be a number, iat and nbf must not be in the future.
 * - A token that claims rights: a role among the claims is never read. The profile decides.
 * - A leaked secret: JWT_SECRET_PREVIOUS only verifies, while the secret is changed. It never signs.
 *
 * Keys are created once. With a secret in text, jsonwebtoken would import it on each call, at forty times the cost of
 * verifying.
 */

export interface Claims {
  userId: string;
  sessionId: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

const ALGORITHM = 'HS256';
/** Issuer and audience: this gateway signs for itself. */
const US = 'stms-gateway';
const TYPE = /^JWT$/i;
const KNOWN_HEADERS: readonly string[] = ['alg', 'typ'];
const TOKEN_LENGTH = 2_048;
/** Seconds by which the clocks of replicas may differ. */
const CLOCK_SKEW_S = 5;

export class Tokens {
  private readonly signingKey: KeyObject;
  private readonly keys: KeyObject[];

  constructor(secret: string, previousSecret?: string) {
    this.signingKey = createSecretKey(secret, 'utf8');
    this.keys = [this.signingKey, ...(previousSecret ? [createSecretKey(previousSecret, 'utf8')] : [])];
  }

  /** @param expiresAt milliseconds since 1970, a whole second */
  sign({ userId, sessionId, expiresAt }: Claims): string {
    return jwt.sign({ exp: expiresAt / 1000 }, this.signingKey, {
      algorithm: ALGORITHM,
      issuer: US,
      audience: US,
      subject: userId,
      jwtid: sessionId,
    });
  }

  /** Without I/O, so the session may have ended. @returns null for an invalid token */
  verify(token: string): Claims | null {
    if (token.length > TOKEN_LENGTH) return null;
    for (const key of this.keys) {
      const claims = verifyWith(key, token);
      if (claims) return claims;
    }
    return null;
  }
}

function verifyWith(key: KeyObject, token: string): Claims | null {
  try {
    const { header, payload } = jwt.verify(token, key, { algorithms: [ALGORITHM], complete: true });
    if (!isPlain(header) || typeof payload === 'string' || !isForUs(payload)) return null;
    const { sub, jti, exp, iat } = payload;
    if (!sub || !jti || typeof sub !== 'string' || typeof jti !== 'string') return null;
    if (typeof exp !== 'number' || !Number.isFinite(exp)) return null;
    if (iat !== undefined && (typeof iat !== 'number' || iat > Date.now() / 1000 + CLOCK_SKEW_S)) return null;
    return { userId: sub, sessionId: jti, expiresAt: exp * 1000 };
  } catch {
    return null;
  }
}

/** Whether the header has the type that we sign, and says nothing on how to verify the token. */
const isPlain = (header: jwt.JwtHeader): boolean =>
  Object.keys(header).every((name) => KNOWN_HEADERS.includes(name)) &&
  (header.typ === undefined || (typeof header.typ === 'string' && TYPE.test(header.typ)));

/** Both claims are optional. One that is present must name us. */
function isForUs({ iss, aud }: { iss?: unknown; aud?: unknown }): boolean {
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
  return (iss === undefined || iss === US) && (aud === undefined || audiences.includes(US));
}
