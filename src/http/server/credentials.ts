import type { IncomingMessage } from 'node:http';

/** Replaces a token that cannot be valid. It never verifies. */
const UNREADABLE = '';

const BEARER = /^Bearer +(\S+)$/i;

/**
 * The bearer token; `''` for an Authorization header without one, or that is sent twice. Null without the header, or with an
 * empty one, which some signed-out clients send.
 */
export function bearerToken(request: IncomingMessage): string | null {
  const { authorization } = request.headers;
  if (authorization === undefined) return null;
  if (timesSent(request, 'authorization') > 1) return UNREADABLE;
  const header = authorization.trim();
  return header ? (BEARER.exec(header)?.[1] ?? UNREADABLE) : null;
}

/** Node keeps the first of two such headers, but a proxy may have checked the second. */
function timesSent({ rawHeaders }: IncomingMessage, name: string): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === name) count += 1;
  return count;
}
