import type { Config } from '../../config/config';
import { EXPOSED_HEADERS, type Headers } from './headers';

/*
 * Threats this file answers: a browser that takes a response for a page, a script or an image; a foreign frame around it; a
 * site that reads responses without being listed. Responses from the hooks and from before them get the same headers.
 */

const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  // Responses are data. Shown as a page, they must not load or run anything. The explorer has its own policy.
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  // For tags such as <img>. It does not restrict what CORS allows.
  'cross-origin-resource-policy': 'same-origin',
} as const;

const HSTS = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } as const;

/** The headers of every response, besides its request id. */
export const safeHeaders = ({ hsts }: Pick<Config, 'hsts'>): Headers => ({ ...SAFE_HEADERS, ...(hsts && HSTS) });

const SANDBOX = 'https://studio.apollographql.com';

/** Origins whose pages may read responses: the configured ones, and Apollo Sandbox in development. */
export const readingOrigins = ({ corsOrigins, introspection, environment }: Config): readonly string[] =>
  introspection && environment !== 'production' ? [...corsOrigins, SANDBOX] : corsOrigins;

/** CORS headers for a response that the CORS hook does not see. */
export const readingHeaders = (origin: string | undefined, origins: readonly string[]): Headers => ({
  vary: 'Origin',
  ...(origin !== undefined && allowing(origin, origins)),
});

/** What lets a page of the origin read an answer; nothing if the origin is not in the list. */
export const allowing = (origin: string, origins: readonly string[]): Headers =>
  origins.includes(origin)
    ? { 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED_HEADERS.join(', ') }
    : {};
