import type { Logger } from '../logging/logger';
import type { RedisStore } from '../redis/redis-store';
import { tagsOf, type Ask, type Fetched, type Versions } from './cache-read';
import type { AdmissionFilter } from './admission-filter';
import { decodeEntry, type Entry } from './entry';
import { SingleFlight } from './single-flight';
import type { WriteIntents } from './write-intents';
import type { CacheMeter } from './meter';
import type { BypassReason, MissReason, ReadResult } from './read-dependencies';
import { EntryStore } from './entry-store';
import type { JsonValue } from './json-value';
import { RecentValues } from './recent-values';
import { GENERATION, hasIntents } from './tag';

/** A frequently read entry is reloaded in the background in this last share of its lifetime. */
const REFRESH_SHARE = 0.1;

interface Verdict {
  result: ReadResult;
  reason: MissReason | BypassReason | null;
  /** The entry to use; null unless it is a HIT. */
  entry: Entry | null;
}

/**
 * Cache-aside in Redis that is never stale. Versions of the tags are read before the data. An entry is valid only under
 * exactly these versions. While a tag has a write intent, no entry under it is used and none is stored.
 */
export class Cache {
  private readonly entries: EntryStore;
  private readonly loads: SingleFlight;
  private readonly recent = new RecentValues();

  constructor(
    private readonly redis: RedisStore,
    private readonly intents: WriteIntents,
    private readonly meter: CacheMeter,
    private readonly logger: Logger,
    private readonly enabled: boolean,
    admissionFilter: AdmissionFilter,
  ) {
    this.entries = new EntryStore(redis, meter, admissionFilter);
    this.loads = new SingleFlight(this.entries, meter, logger);
  }

  /** Prefix of every key in Redis. */
  get keyPrefix(): string {
    return this.redis.keyPrefix;
  }

  /** The values of all reads, in their order: one round trip to Redis, and one load per source for missing values. */
  async readMany(asks: readonly Ask[]): Promise<(JsonValue | null)[]> {
    if (!this.enabled) return this.loads.direct(asks);
    return this.readFetched(asks, await this.entries.look(asks));
  }

  /**
   * As `readMany`, if another round trip has already read the entries and the versions of all tags, with the cache
   * generation.
   */
  async readFetched(asks: readonly Ask[], fetched: Fetched): Promise<(JsonValue | null)[]> {
    if (!this.enabled) return this.loads.direct(asks);
    const generation = fetched.versions.get(GENERATION) ?? null;
    if (this.intents.isCurrentGeneration(generation)) return this.settle(asks, fetched);
    // If no generation can begin, for example because Redis is full, nothing is cached and all reads go to the database.
    await this.intents
      .beginGeneration(generation)
      .catch((error: unknown) => this.logger.debug({ err: error }, 'no new cache generation'));
    return this.settle(asks, await this.entries.look(asks));
  }

  /** Whether entries under this version of the generation are still valid: same run of Redis, no write intent. */
  trusts(generation: string | null): generation is string {
    return this.enabled && this.intents.isCurrentGeneration(generation) && !hasIntents(generation);
  }

  /** Removes an entry that is no longer needed. Its value has not changed. */
  async forget(key: string): Promise<void> {
    await this.entries.remove(key);
  }

  private async settle(asks: readonly Ask[], { stored, versions }: Fetched): Promise<(JsonValue | null)[]> {
    const answers = new Map<Ask, JsonValue | null>();
    const missed: Ask[] = [];
    const bypassed: Ask[] = [];
    const absent = new Set<Ask>();
    asks.forEach((ask, index) => {
      const verdict = this.judge(ask, stored[index] ?? null, versions);
      this.note(ask, verdict, versions);
      if (verdict.entry) answers.set(ask, this.take(ask, verdict.entry, versions));
      else if (verdict.result === 'BYPASS') bypassed.push(ask);
      else missed.push(ask);
      if (verdict.reason === 'absent') absent.add(ask);
    });
    if (answers.size < asks.length) {
      const [past, shared] = await Promise.all([
        this.loads.past(bypassed),
        this.loads.shared(missed, absent, versions),
      ]);
      bypassed.forEach((ask, nth) => answers.set(ask, past[nth] ?? null));
      missed.forEach((ask, nth) => answers.set(ask, shared[nth] ?? null));
    }
    return asks.map((ask) => answers.get(ask) ?? null);
  }

  /** Whether an entry is valid, and if not, why. */
  private judge(ask: Ask, stored: string | null, versions: Versions): Verdict {
    const names = tagsOf(ask);
    if (!this.intents.isCurrentGeneration(versions.get(GENERATION))) return bypass('generation');
    const intended = names.find((name) => hasIntents(versions.get(name) ?? ''));
    if (intended !== undefined) {
      for (const name of names) this.intents.healLater(name, versions.get(name) ?? '');
      return bypass(intended === GENERATION ? 'generation' : 'write-intent');
    }
    const entry = stored === null ? null : decodeEntry(stored, ask.source.format?.shape);
    if (!entry) return miss('absent');
    if (entry.expiresAt <= Date.now()) return miss('expired');
    const isValid = names.every((name, index) => versions.get(name) === entry.versions[index]);
    return isValid ? { result: 'HIT', reason: null, entry } : miss('changed');
  }

  private note(ask: Ask, { result, reason, entry }: Verdict, versions: Versions): void {
    const now = Date.now();
    const { source, slot, log } = ask;
    log.looked({
      cache: source.cache,
      slot,
      result,
      reason,
      ageMs: entry && now - entry.storedAt,
      leftMs: entry && entry.expiresAt - now,
    });
    for (const name of tagsOf(ask)) log.saw(name, versions.get(name) ?? '');
    if (!log.unasked) this.meter.read(source.cache, result, reason);
  }

  private take(ask: Ask, entry: Entry, versions: Versions): JsonValue {
    this.meter.bytes(ask.source.cache, 'read', entry.json.length);
    const isDue = entry.expiresAt - Date.now() < (entry.expiresAt - entry.storedAt) * REFRESH_SHARE;
    if (isDue) this.loads.ahead(ask, versions);
    return this.recent.take(ask, entry.json);
  }
}

const miss = (reason: MissReason): Verdict => ({ result: 'MISS', reason, entry: null });

const bypass = (reason: BypassReason): Verdict => ({ result: 'BYPASS', reason, entry: null });
