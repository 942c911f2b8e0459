import type { Reading, Slot, Wanted } from './source';
import type { Tag } from './tag';

/** Why a read did not use the cache. */
export type BypassReason = 'write-intent' | 'generation';

export type ReadResult = 'HIT' | 'MISS' | 'BYPASS';

/** Why a read missed. */
export type MissReason = 'absent' | 'expired' | 'changed';

export interface CacheRead {
  cache: string;
  slot: Slot;
  result: ReadResult;
  reason: MissReason | BypassReason | null;
  /** Milliseconds since the value was stored, and until it expires; null unless it was a HIT. */
  ageMs: number | null;
  leftMs: number | null;
}

const KEY_LIST_LENGTH = 4_000;

/** The cached reads of one request: for its headers, its explanation, and the recording of its response. */
export class ReadDependencies {
  /** Every lookup in the cache, even if the response does not use its value. */
  readonly lookups: CacheRead[] = [];
  private readonly taken = new Map<string, { wanted: Wanted; digest: () => string }>();
  readonly versions = new Map<Tag, string>();
  /** The request has read something without a tag, such as sessions. The response must not be recorded. */
  untagged = false;
  /** A tag had two versions. The response mixes old and new values, and must not be recorded. */
  mixed = false;
  /** Milliseconds since 1970. Until then the response is true, although it shows something that changes with the clock. */
  until = Infinity;
  /** The reads belong to no request. They are not counted, because they would distort the hit ratio. */
  unasked = false;

  /** @param loaded a value that authentication of the same request had to load */
  constructor(
    private readonly keyPrefix = '',
    private readonly loaded: CacheRead | null = null,
  ) {}

  /** A value that authentication has loaded is in the cache since, but it was not there for this request. */
  looked(read: CacheRead): void {
    this.lookups.push(read.result === 'HIT' && read.slot.key === this.loaded?.slot.key ? this.loaded : read);
  }

  /** The lookups of the values that the response uses. */
  get reads(): CacheRead[] {
    return this.lookups.filter(({ slot }) => this.taken.has(slot.key));
  }

  /** The Redis keys of the values that the response uses, each once. */
  get keys(): string[] {
    return [...new Set(this.reads.map(({ slot }) => this.keyPrefix + slot.key))];
  }

  /** As many of these keys as fit in a header. Clients and proxies reject headers of more than about 16 kB in all. */
  get keyList(): string {
    let list = '';
    for (const key of this.keys) {
      if (list.length + key.length >= KEY_LIST_LENGTH) break;
      list += list === '' ? key : `,${key}`;
    }
    return list;
  }

  /** The values that the response uses. */
  get readings(): Reading[] {
    return [...this.taken.values()].map(({ wanted: { source, input, slot }, digest }) => {
      return { source, input, slot, digest: digest() };
    });
  }

  /** The response depends on this value. @param digest of its text; called only if the response may be recorded */
  took(wanted: Wanted, digest: () => string): void {
    this.taken.set(wanted.slot.key, { wanted, digest });
  }

  /** Call this for everything in the response that changes with the clock. @param at milliseconds since 1970 */
  endsBy(at: number): void {
    this.until = Math.min(this.until, at);
  }

  saw(name: Tag, version: string): void {
    const before = this.versions.get(name);
    if (before !== undefined && before !== version) this.mixed = true;
    this.versions.set(name, version);
  }
}
