import type { RequestContext } from '../../shared/request-context';
import type { CacheRead } from '../../platform/cache/read-dependencies';
import type { Decision } from '../../platform/rate-limit/limiter';
import { DEVICE_HEADER } from './caller';

export const JSON_TYPE = 'application/json; charset=utf-8';

export type Headers = Record<string, string>;

/** Responses about a person must not be stored by any cache. */
export const PRIVATE = { 'cache-control': 'private, no-store' } as const;

type Told = Pick<RequestContext, 'reader' | 'decisions'> & Partial<Pick<RequestContext, 'device'>>;

/** Response headers about the cache, the limits that were counted, and the device token of a sign-in. */
export function contextHeaders({ reader, decisions, device }: Told): Headers {
  const headers = limitHeaders(decisions);
  const { reads, keyList } = reader.log;
  if (reads.length > 0) {
    headers['x-cache'] = cacheResultOf(reads);
    headers['x-cache-key'] = keyList;
  }
  if (device?.given) headers[DEVICE_HEADER] = device.given;
  return headers;
}

/** HIT if every cached read was a hit. */
export const cacheResultOf = (reads: readonly CacheRead[]): string =>
  reads.every((read) => read.result === 'HIT') ? 'HIT' : 'MISS';

/** The tightest of the limits that were counted. The IETF fields have all of them. */
export function limitHeaders(decisions: readonly Decision[]): Headers {
  const [first, ...rest] = decisions;
  if (!first) return {};
  const tightest = rest.reduce((a, b) => (isTighter(b, a) ? b : a), first);
  const latest = [...new Map(decisions.map((decision) => [decision.policy, decision])).values()];
  return {
    'x-ratelimit-limit': String(tightest.limit.max),
    'x-ratelimit-remaining': String(tightest.remaining),
    'x-ratelimit-reset': String(tightest.resetSeconds),
    'ratelimit-policy': latest.map(policyOf).join(', '),
    ratelimit: latest.map(standingOf).join(', '),
  };
}

/** Adds the headers of one limit to `lines`: names and values in turns. */
export function addLimitLines(lines: string[], decision: Decision): void {
  const { limit, remaining, resetSeconds } = decision;
  lines.push('x-ratelimit-limit', String(limit.max), 'x-ratelimit-remaining', String(remaining));
  lines.push('x-ratelimit-reset', String(resetSeconds), 'ratelimit-policy', policyOf(decision));
  lines.push('ratelimit', standingOf(decision));
}

const policyOf = ({ policy, limit }: Decision): string => `"${policy}";q=${limit.max};w=${limit.windowMs / 1000}`;

const standingOf = ({ policy, remaining, resetSeconds }: Decision): string =>
  `"${policy}";r=${remaining};t=${resetSeconds}`;

const isTighter = (a: Decision, b: Decision) =>
  a.remaining === b.remaining ? a.resetSeconds > b.resetSeconds : a.remaining < b.remaining;

/** Names of the headers that a browser's script may read from another origin. */
export const EXPOSED_HEADERS = [
  'X-Cache',
  'X-Cache-Key',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'X-Request-Id',
  'X-Device-Token',
  'X-Total-Count',
  'Link',
  'ETag',
];
