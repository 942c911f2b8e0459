import type { Cache } from '../../platform/cache/cache';
import type { CacheRead, ReadDependencies } from '../../platform/cache/read-dependencies';
import { leastLife } from '../../platform/cache/source';
import { GENERATION, hasIntents, tagKey } from '../../platform/cache/tag';
import type { RecordedResponse } from './recorded-response';

/** A response that was just made. */
export interface Made {
  /** The operation's name, for the log. */
  operation: string | null;
  /** Pattern of the URL it was requested by, for metrics. */
  route: string;
  body: Buffer;
  contentType: string;
  /** Further headers that describe the body. */
  headers?: Readonly<Record<string, string>>;
}

/** In this last share of its life, a response is confirmed once in a while. */
const REFRESH_SHARE = 0.1;

/**
 * A response with everything that it depended on; null if it may not be repeated.
 *
 * @param log what was read to make it, or to confirm it
 * @param until when the clock changes what the response shows
 */
export function describeResponse(
  cache: Cache,
  log: ReadDependencies,
  made: Made,
  until: number,
): RecordedResponse | null {
  const { reads } = log;
  if (reads.length === 0 || log.untagged || log.mixed) return null;
  if (reads.some((read) => read.result === 'BYPASS')) return null;
  const generation = log.versions.get(GENERATION) ?? '';
  const tags = [...new Set(reads.flatMap(({ slot }) => slot.tags))];
  const versions = tags.map((name) => log.versions.get(name) ?? '');
  // A tag that was absent before has been created in the meantime. Its version is known the next time.
  if (!cache.trusts(generation) || versions.some((version) => version === '' || hasIntents(version))) return null;
  const now = Date.now();
  const leftMs = Math.min(until - now, ...reads.map((read) => leftOf(read, now)));
  if (leftMs <= 0) return null;
  return {
    tags,
    tagKeys: tags.map(tagKey),
    versions,
    readings: log.readings,
    isChanging: false,
    generation,
    until,
    expiresAt: now + leftMs,
    refreshAt: now + leftMs * (1 - REFRESH_SHARE),
    operation: made.operation,
    route: made.route,
    contentType: made.contentType,
    headers: made.headers,
    cacheKeys: log.keyList,
    body: made.body,
    heads: {},
    encoded: {},
  };
}

/** A stored value may outlive the reason to read it: today's list is that of its date even after midnight. */
const leftOf = ({ leftMs, slot }: CacheRead, now: number): number =>
  Math.min(leftMs ?? leastLife(slot, now), (slot.until ?? Infinity) - now);
