import { createSecretKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { LRUCache } from 'lru-cache';

/*
 * Threats this file answers:
 * - A forged token, or one that names its own algorithm ("none", RS256 with our secret as key): HS256 is pinned.
 * - A token that never ends, or that begins in the future: exp must be a number, iat and nbf must not lie ahead.
 * - A leaked secret: JWT_SECRET_PREVIOUS verifies while clients move to a new one; it never signs.
 *
 * Keys are made once: jsonwebtoken imports a string secret anew at each call, forty times dearer than verifying.
 */

export interface Claims {
  userId: string;
  sessionId: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

const ALGORITHM = 'HS256';
const REMEMBERED = 20_000;
const TOKEN_LENGTH = 2_048;
/** Seconds by which the clocks of replicas may differ. */
const CLOCK_SKEW_S = 5;

export class Tokens {
  private readonly signingKey: KeyObject;
  private readonly keys: KeyObject[];
  private readonly verified = new LRUCache<string, Claims>({ max: REMEMBERED });

  constructor(secret: string, previousSecret?: string) {
    this.signingKey = createSecretKey(secret, 'utf8');
    this.keys = [this.signingKey, ...(previousSecret ? [createSecretKey(previousSecret, 'utf8')] : [])];
  }

  /** @param expiresAt milliseconds since 1970, a whole second */
  sign({ userId, sessionId, expiresAt }: Claims): string {
    return jwt.sign({ exp: expiresAt / 1000 }, this.signingKey, {
      algorithm: ALGORITHM,
      subject: userId,
      jwtid: sessionId,
    });
  }

  /** No I/O: whether the session still lives is Redis's to say. @returns null for anything but a sound token */
  verify(token: string): Claims | null {
    const known = this.verified.get(token);
    if (known) return known.expiresAt > Date.now() ? known : null;
    if (token.length > TOKEN_LENGTH) return null;
    for (const key of this.keys) {
      const claims = verifyWith(key, token);
      if (!claims) continue;
      this.verified.set(token, claims);
      return claims;
    }
    return null;
  }
}

function verifyWith(key: KeyObject, token: string): Claims | null {
  try {
    const payload = jwt.verify(token, key, { algorithms: [ALGORITHM] });
    if (typeof payload === 'string') return null;
    const { sub, jti, exp, iat } = payload;
    if (!sub || !jti || typeof sub !== 'string' || typeof jti !== 'string') return null;
    if (typeof exp !== 'number' || !Number.isFinite(exp)) return null;
    if (iat !== undefined && (typeof iat !== 'number' || iat > Date.now() / 1000 + CLOCK_SKEW_S)) return null;
    return { userId: sub, sessionId: jti, expiresAt: exp * 1000 };
  } catch {
    return null;
  }
}
