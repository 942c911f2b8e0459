import type { RedisStore } from '../redis/redis-store';
import { sharedTrip } from '../redis/shared-trip';
import { tagsOf, tagsOfAll, type Ask, type Fetched, type Versions } from './cache-read';
import type { AdmissionFilter } from './admission-filter';
import { encodeEntry } from './entry';
import type { CacheMeter } from './meter';
import type { JsonValue } from './json-value';
import { JITTER, type Slot } from './source';
import { newToken, tagKey, TAG_TTL_MS, type Tag } from './tag';

/** The versions to store under, and the tags whose version is their first. */
interface Under {
  versions: ReadonlyMap<Tag, string>;
  unversioned: ReadonlySet<Tag>;
}

export interface Storing {
  under: Under;
  /** Reads whose key was empty. */
  absent: ReadonlySet<Ask>;
  /** Tags whose expiry is extended. */
  extended: readonly Tag[];
}

/** The cache entries and the versions of their tags in Redis. Every method throws AppError SERVICE_UNAVAILABLE. */
export class EntryStore {
  /** One trip, which the reads of all requests of one turn of the event loop share. */
  readonly look: (asks: readonly Ask[]) => Promise<Fetched>;

  constructor(
    private readonly redis: RedisStore,
    private readonly meter: CacheMeter,
    private readonly admissionFilter: AdmissionFilter,
  ) {
    this.look = sharedTrip<readonly Ask[], Fetched>(redis, {
      ask: (requests) => this.read(requests),
      sizeOf: (asks) => asks.length,
    });
  }

  /** @param requests the reads of each @returns what was read for each, at the same moment for all */
  private async read(requests: readonly (readonly Ask[])[]): Promise<Fetched[]> {
    const all = requests.flat();
    const keys = [...new Set([...tagsOfAll(all).map(tagKey), ...all.map(({ slot }) => slot.key)])];
    const values = await this.redis.readMany(keys);
    const found = new Map(keys.map((key, nth) => [key, values[nth] ?? null]));
    return requests.map((asks) => ({
      stored: asks.map(({ slot }) => found.get(slot.key) ?? null),
      versions: new Map(tagsOfAll(asks).map((name) => [name, found.get(tagKey(name)) ?? null])),
    }));
  }

  /**
   * Stores values that were loaded after their versions were read. Values that do not exist, and values that the admission
   * filter rejects, are not stored. A tag that was absent gets its version with the first entry. If another process, such as
   * a writer, has created the tag in the meantime, this version is not stored and the entry is never valid. Among replicas
   * that start together, the first one's version stays.
   */
  async put(
    asks: readonly Ask[],
    values: readonly (JsonValue | null)[],
    { under, absent, extended }: Storing,
  ): Promise<void> {
    const now = Date.now();
    const kept = asks.flatMap((ask, index) => {
      const value = values[index] ?? null;
      const ttlMs = lifeOf(ask.slot, now);
      if (value === null || ttlMs < 1) return [];
      return absent.has(ask) && !this.admissionFilter.admits(ask.slot.key) ? [] : [{ ask, value, ttlMs }];
    });
    if (kept.length === 0) return;
    const firsts = tagsOfAll(kept.map(({ ask }) => ask)).filter((name) => under.unversioned.has(name));
    await this.redis.trip((client) =>
      Promise.all([
        ...extended.map((name) => client.pexpire(tagKey(name), TAG_TTL_MS)),
        ...firsts.map((name) => client.set(tagKey(name), under.versions.get(name) ?? '', 'PX', TAG_TTL_MS, 'NX')),
        ...kept.map(({ ask, value, ttlMs }) => {
          const json = value.text;
          const { key, tags } = ask.slot;
          const versions = tagsOf(ask).map((name) => under.versions.get(name) ?? '');
          const { cache, format } = ask.source;
          const text = encodeEntry({ shape: format?.shape, versions, storedAt: now, expiresAt: now + ttlMs, json });
          this.meter.bytes(cache, 'stored', json.length);
          const isFirst = absent.has(ask) && tags.some((name) => under.unversioned.has(name));
          return isFirst ? client.set(key, text, 'PX', ttlMs, 'NX') : client.set(key, text, 'PX', ttlMs);
        }),
      ]),
    );
  }

  async remove(key: string): Promise<void> {
    await this.redis.trip((client) => client.del(key));
  }
}

/** The versions that were read, and a first one for each tag that had none. */
export function withFirstVersions(versions: Versions): Under {
  const all = new Map([...versions].map(([name, version]) => [name, version ?? newToken()]));
  const unversioned = [...versions].filter(([, version]) => version === null).map(([name]) => name);
  return { versions: all, unversioned: new Set(unversioned) };
}

/** The lifetime of an entry stored at `now`, in whole milliseconds. */
const lifeOf = ({ ttlMs, until = Infinity }: Slot, now: number): number =>
  Math.floor(Math.min(ttlMs * (1 - Math.random() * JITTER), until - now));
