import type { IncomingMessage } from 'node:http';

/** Replaces a token that cannot be valid. It never verifies. */
const UNREADABLE = '';

const BEARER = /^Bearer +(\S+)$/i;

/**
 * The bearer token; `''` for an Authorization header that carries none or that is sent twice; null without the header, or
 * with an empty one, as clients send it that are signed out.
 */
export function bearerToken(request: IncomingMessage): string | null {
  const { authorization } = request.headers;
  if (authorization === undefined) return null;
  if (timesSent(request, 'authorization') > 1) return UNREADABLE;
  const header = authorization.trim();
  return header ? (BEARER.exec(header)?.[1] ?? UNREADABLE) : null;
}

/** Node keeps the first of two such headers; a proxy before us may have looked at the second. */
function timesSent({ rawHeaders }: IncomingMessage, name: string): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === name) count += 1;
  return count;
}
