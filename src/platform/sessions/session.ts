/** One session of a user, stored in a field of `session:{userId}`. All times are milliseconds since 1970. */
export interface Session {
  /** The token's `jti`: 128 random bits, base64url. */
  id: string;
  createdAt: number;
  lastSeenAt: number;
  /** When it ends unless it is used before. */
  idleEndsAt: number;
  /** When it ends at the latest: the token's `exp`. */
  endsAt: number;
  ip: string | null;
  userAgent: string | null;
}

type Stored = [
  createdAt: number,
  lastSeenAt: number,
  idleEndsAt: number,
  endsAt: number,
  ip: string | null,
  userAgent: string | null,
];

export function encodeSession(session: Session): string {
  const stored: Stored = [
    session.createdAt,
    session.lastSeenAt,
    session.idleEndsAt,
    session.endsAt,
    session.ip,
    session.userAgent,
  ];
  return JSON.stringify(stored);
}

/** @returns null if the text is not a session: then the user is signed out */
export function decodeSession(id: string, text: string): Session | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (!isStored(parsed)) return null;
    const [createdAt, lastSeenAt, idleEndsAt, endsAt, ip, userAgent] = parsed;
    return { id, createdAt, lastSeenAt, idleEndsAt, endsAt, ip, userAgent };
  } catch {
    return null;
  }
}

function isStored(value: unknown): value is Stored {
  if (!Array.isArray(value) || value.length !== 6) return false;
  const isText = (item: unknown) => item === null || typeof item === 'string';
  return value.slice(0, 4).every((item) => typeof item === 'number') && value.slice(4).every(isText);
}
