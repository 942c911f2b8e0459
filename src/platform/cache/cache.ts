import type { Logger } from '../logging/logger';
import type { RedisStore } from '../redis/redis-store';
import { tagsOf, type Ask, type Versions } from './cache-read';
import type { AdmissionFilter } from './admission-filter';
import { decodeEntry, type Entry } from './entry';
import { SingleFlight } from './single-flight';
import type { WriteIntents } from './write-intents';
import type { CacheMeter } from './meter';
import type { BypassReason, MissReason, ReadResult } from './read-dependencies';
import { EntryStore } from './entry-store';
import type { Text } from './source';
import { GENERATION, hasIntents } from './tag';

/** A hot value is loaded anew in the background once this share of its life is left. */
const REFRESH_SHARE = 0.1;

interface Verdict {
  result: ReadResult;
  reason: MissReason | BypassReason | null;
  /** What may be used; null unless it is a HIT. */
  entry: Entry | null;
}

/**
 * Cache-aside in Redis that is never stale. Versions of the tags are read before the data: a value is valid only under
 * exactly the versions it was loaded under, and while a writer's mark stands nothing is trusted and nothing stored.
 */
export class Cache {
  private readonly shelf: EntryStore;
  private readonly loads: SingleFlight;

  constructor(
    private readonly redis: RedisStore,
    private readonly intents: WriteIntents,
    private readonly meter: CacheMeter,
    private readonly logger: Logger,
    private readonly enabled: boolean,
    admissionFilter: AdmissionFilter,
  ) {
    this.shelf = new EntryStore(redis, meter, admissionFilter);
    this.loads = new SingleFlight(this.shelf, meter, logger);
  }

  /** What stands before every key in Redis. */
  get keyPrefix(): string {
    return this.redis.keyPrefix;
  }

  /** The values of all asks as JSON text, in their order: one trip to Redis, and one load a source for what is missing. */
  async readMany(asks: readonly Ask[]): Promise<Text[]> {
    if (!this.enabled) return this.loads.direct(asks);
    const { stored, versions } = await this.shelf.look(asks);
    return this.readFetched(asks, stored, versions);
  }

  /** As `readMany`, where another trip has already brought what is stored and the versions of all tags, the era's too. */
  async readFetched(
    asks: readonly Ask[],
    stored: readonly (string | null | undefined)[],
    versions: Versions,
  ): Promise<Text[]> {
    if (!this.enabled) return this.loads.direct(asks);
    const era = versions.get(GENERATION) ?? null;
    if (this.intents.isCurrentGeneration(era)) return this.settle(asks, stored, versions);
    // Where it cannot begin, because Redis is full, say, nothing is cached and all goes to the database.
    await this.intents
      .beginGeneration(era)
      .catch((error: unknown) => this.logger.debug({ err: error }, 'no new cache generation'));
    const sight = await this.shelf.look(asks);
    return this.settle(asks, sight.stored, sight.versions);
  }

  /** Whether what was kept under this version of the era may still be used: same run of Redis, no writer in doubt. */
  trusts(era: string | null): era is string {
    return this.enabled && this.intents.isCurrentGeneration(era) && !hasIntents(era);
  }

  /** Removes one value, where it is not a change but its owner's leaving that makes it needless. */
  async forget(key: string): Promise<void> {
    await this.shelf.remove(key);
  }

  private async settle(asks: readonly Ask[], stored: readonly (string | null | undefined)[], versions: Versions) {
    const answers = new Map<Ask, Text>();
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

  /** Whether what was stored may be used, and if not, why. */
  private judge(ask: Ask, stored: string | null, versions: Versions): Verdict {
    const names = tagsOf(ask);
    if (!this.intents.isCurrentGeneration(versions.get(GENERATION))) return bypass('era');
    const marked = names.find((name) => hasIntents(versions.get(name) ?? ''));
    if (marked !== undefined) {
      for (const name of names) this.intents.healLater(name, versions.get(name) ?? '');
      return bypass(marked === GENERATION ? 'era' : 'marked');
    }
    const entry = stored === null ? null : decodeEntry(stored);
    if (!entry) return miss('absent');
    if (entry.expiresAt <= Date.now()) return miss('expired');
    const isValid = names.every((name, index) => versions.get(name) === entry.versions[index]);
    return isValid ? { result: 'HIT', reason: null, entry } : miss('changed');
  }

  private note(ask: Ask, { result, reason, entry }: Verdict, versions: Versions): void {
    const now = Date.now();
    const { source, slot, log } = ask;
    log.looks.push({
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

  private take(ask: Ask, entry: Entry, versions: Versions): Text {
    this.meter.bytes(ask.source.cache, 'read', entry.json.length);
    const isDue = entry.expiresAt - Date.now() < (entry.expiresAt - entry.storedAt) * REFRESH_SHARE;
    if (isDue) this.loads.ahead(ask, versions);
    return entry.json;
  }
}

const miss = (reason: MissReason): Verdict => ({ result: 'MISS', reason, entry: null });

const bypass = (reason: BypassReason): Verdict => ({ result: 'BYPASS', reason, entry: null });
