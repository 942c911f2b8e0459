import type { Config } from '../../config/config';
import { EXPOSED_HEADERS, type Headers } from './headers';

/*
 * Threats this file answers: a response that a browser misinterprets as a page, a script or an image, in a foreign frame; a
 * site that reads responses without being listed. The headers are set in one place for responses that pass the hooks, and
 * for those that are made before any hook runs.
 */

const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  // Answers are data: shown as a page, they may load and run nothing. The explorer brings its own policy.
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  // For tags such as <img>; what CORS allows is not touched by it.
  'cross-origin-resource-policy': 'same-origin',
} as const;

const HSTS = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } as const;

/** What every answer carries beside its request id. */
export const safeHeaders = ({ hsts }: Pick<Config, 'hsts'>): Headers => ({ ...SAFE_HEADERS, ...(hsts && HSTS) });

const SANDBOX = 'https://studio.apollographql.com';

/** Origins whose pages may read answers: those of the list, and Apollo Sandbox where the gateway is developed with. */
export const readingOrigins = ({ corsOrigins, introspection, environment }: Config): readonly string[] =>
  introspection && environment !== 'production' ? [...corsOrigins, SANDBOX] : corsOrigins;

/** With these a page of the list may read an answer that the CORS hook has not seen. */
export const readingHeaders = (origin: string | undefined, origins: readonly string[]): Headers => ({
  vary: 'Origin',
  ...(origin !== undefined &&
    origins.includes(origin) && {
      'access-control-allow-origin': origin,
      'access-control-expose-headers': EXPOSED_HEADERS.join(', '),
    }),
});
