import type { Logger } from '../logging/logger';
import type { RedisStore } from '../redis/redis-store';
import { decodeEntry, encodeEntry, type Entry } from './entry';
import { newToken, TAG_TTL_MS, type Marks } from './marks';
import type { CacheMeter } from './meter';
import type { CacheRead, ReadLog } from './read-log';
import { JITTER, type CacheSource, type Slot } from './source';
import { ERA, isMarked, tagKey, type Tag } from './tag';

/** One read: an input of a source, and the log of the request that asks. */
export interface Ask {
  source: CacheSource<unknown, unknown>;
  input: unknown;
  slot: Slot;
  log: ReadLog;
}

/** Tag versions as one trip to Redis found them; an absent tag has none yet. */
type Versions = ReadonlyMap<Tag, string | null>;

/** JSON text of a value, null where there is no such thing. */
type Text = string | null;

/** A hot value is loaded anew in the background once this share of its life is left. */
const REFRESH_SHARE = 0.1;

/**
 * Cache-aside in Redis that is never stale. Versions of the tags are read before the data: a value is valid only under
 * exactly the versions it was loaded under, and while a writer's mark stands nothing is trusted and nothing stored.
 */
export class Cache {
  private readonly flights = new Map<string, Promise<Text>>();

  constructor(
    private readonly redis: RedisStore,
    private readonly marks: Marks,
    private readonly meter: CacheMeter,
    private readonly logger: Logger,
    private readonly enabled: boolean,
  ) {}

  /** The values of all asks as JSON text, in their order: one trip to Redis, and one load a source for what is missing. */
  async readMany(asks: readonly Ask[]): Promise<Text[]> {
    if (!this.enabled) return this.loadAll(asks);
    const names = tagsOf(asks);
    const values = await this.redis.trip(() =>
      this.redis.readMany([...names.map(tagKey), ...asks.map((ask) => ask.slot.key)]),
    );
    const versions = new Map<Tag, string | null>(names.map((name, index) => [name, values[index] ?? null]));
    return this.readFetched(asks, values.slice(names.length), versions);
  }

  /** As `readMany`, where another trip has already brought what is stored and the versions of all tags, the era's too. */
  async readFetched(
    asks: readonly Ask[],
    stored: readonly (string | null | undefined)[],
    versions: Map<Tag, string | null>,
  ): Promise<Text[]> {
    if (!this.enabled) return this.loadAll(asks);
    await this.enterEra(versions);
    return this.settle(asks, stored, versions);
  }

  /** Whether what was kept under this version of the era may still be used: same run of Redis, no writer in doubt. */
  trusts(era: string | null): era is string {
    return this.enabled && this.marks.isCurrentEra(era) && !isMarked(era);
  }

  /** Removes one value, where it is not a change but its owner's leaving that makes it needless. */
  async forget(key: string): Promise<void> {
    await this.redis.trip((client) => client.del(key));
  }

  private async settle(asks: readonly Ask[], stored: readonly (string | null | undefined)[], versions: Versions) {
    const answers = new Array<Text | Promise<Text>>(asks.length).fill(null);
    const missed: number[] = [];
    const bypassed: number[] = [];
    asks.forEach((ask, index) => {
      const text = stored[index] ?? null;
      const read = this.judge(ask, text, versions);
      this.note(ask, read, versions);
      if (read.entry) answers[index] = read.entry.json;
      else if (read.result === 'BYPASS') bypassed.push(index);
      else missed.push(index);
      if (read.entry && this.isDue(read.entry)) this.refreshLater(ask, versions);
    });
    // A read that met a mark must not join a load that began before it: another reader may have seen the new value.
    if (bypassed.length > 0) this.spread(answers, bypassed, this.loadAll(pick(asks, bypassed)));
    if (missed.length > 0) this.loadMissed(asks, missed, versions, answers);
    return Promise.all(answers);
  }

  /** Whether what was stored may be used, and if not, why. */
  private judge(ask: Ask, stored: string | null, versions: Versions): CacheRead & { entry: Entry | null } {
    const names = [ERA, ...ask.slot.tags];
    const read = { cache: ask.source.cache, slot: ask.slot, ageMs: null, leftMs: null, entry: null };
    const marked = names.find((name) => isMarked(versions.get(name) ?? ''));
    if (marked !== undefined) {
      for (const name of names) this.marks.healLater(name, versions.get(name) ?? '');
      return { ...read, result: 'BYPASS', reason: marked === ERA ? 'era' : 'marked' };
    }
    const entry = stored === null ? null : decodeEntry(stored);
    if (!entry) return { ...read, result: 'MISS', reason: 'absent' };
    const now = Date.now();
    if (entry.expiresAt <= now) return { ...read, result: 'MISS', reason: 'expired' };
    if (!names.every((name, index) => versions.get(name) === entry.versions[index])) {
      return { ...read, result: 'MISS', reason: 'changed' };
    }
    return { ...read, result: 'HIT', reason: null, ageMs: now - entry.storedAt, leftMs: entry.expiresAt - now, entry };
  }

  private note(ask: Ask, read: CacheRead & { entry: Entry | null }, versions: Versions): void {
    const { entry, ...plain } = read;
    ask.log.reads.push(plain);
    for (const name of [ERA, ...ask.slot.tags]) ask.log.saw(name, versions.get(name) ?? '');
    this.meter.read(read.cache, read.result, read.reason);
    if (entry) this.meter.bytes(read.cache, 'read', entry.json.length);
  }

  /** Joins loads of the same value under the same versions that are under way; one load a source for the others. */
  private loadMissed(asks: readonly Ask[], missed: number[], versions: Versions, answers: (Text | Promise<Text>)[]) {
    const own: number[] = [];
    for (const index of missed) {
      const ask = asks[index] as Ask;
      const flight = this.flights.get(flightKey(ask.slot, versions));
      if (flight) this.meter.coalesced(ask.source.cache);
      if (flight) answers[index] = flight;
      else own.push(index);
    }
    if (own.length === 0) return;
    const leaders = dedupe(own, (index) => (asks[index] as Ask).slot.key);
    const loads = this.loadAndStore(pick(asks, leaders), versions);
    leaders.forEach((index, nth) => {
      const key = flightKey((asks[index] as Ask).slot, versions);
      const flight = loads.then((texts) => texts[nth] ?? null).finally(() => this.flights.delete(key));
      flight.catch(() => undefined);
      this.flights.set(key, flight);
    });
    for (const index of own) answers[index] = this.flights.get(flightKey((asks[index] as Ask).slot, versions)) ?? null;
  }

  private async loadAndStore(asks: readonly Ask[], versions: Versions): Promise<Text[]> {
    const texts = await this.loadAll(asks);
    this.store(asks, texts, versions).catch((error: unknown) => this.logger.debug({ err: error }, 'not stored'));
    return texts;
  }

  /** One load for each source. */
  private async loadAll(asks: readonly Ask[]): Promise<Text[]> {
    const texts = new Array<Text>(asks.length).fill(null);
    await Promise.all(
      [...indicesBySource(asks)].map(async ([source, indices]) => {
        this.meter.load(source.cache);
        const values = await source.load(indices.map((index) => (asks[index] as Ask).input));
        indices.forEach((index, nth) => (texts[index] = toText(values[nth])));
      }),
    );
    return texts;
  }

  /**
   * Stores what was loaded under the versions read before. A tag that was absent then is born here: where another has
   * made it meanwhile (a writer, say) ours is refused, and the value stored under ours is never valid.
   */
  private async store(asks: readonly Ask[], texts: readonly Text[], versions: Versions): Promise<void> {
    const births = new Map<Tag, string>();
    for (const name of tagsOf(asks)) if (!versions.get(name)) births.set(name, newToken());
    const now = Date.now();
    await this.redis.trip((client) =>
      Promise.all([
        ...[...births].map(([name, token]) => client.set(tagKey(name), token, 'PX', TAG_TTL_MS, 'NX')),
        ...asks.map((ask, index) => {
          const json = texts[index];
          if (!json) return null;
          const ttlMs = lifeOf(ask.slot, now);
          if (ttlMs < 1) return null;
          const names = [ERA, ...ask.slot.tags];
          const entry = {
            versions: names.map((name) => versions.get(name) ?? births.get(name) ?? ''),
            storedAt: now,
            expiresAt: now + ttlMs,
            json,
          };
          this.meter.bytes(ask.source.cache, 'stored', json.length);
          return client.set(ask.slot.key, encodeEntry(entry), 'PX', ttlMs);
        }),
      ]),
    );
  }

  private async enterEra(versions: Map<Tag, string | null>): Promise<void> {
    const seen = versions.get(ERA) ?? null;
    if (this.marks.isCurrentEra(seen)) return;
    versions.set(ERA, await this.marks.beginEra(seen));
  }

  private isDue(entry: Entry): boolean {
    return entry.expiresAt - Date.now() < (entry.expiresAt - entry.storedAt) * REFRESH_SHARE;
  }

  /** Loads a value that will soon expire, under the versions that its reader has just found valid. */
  private refreshLater(ask: Ask, versions: Versions): void {
    const key = flightKey(ask.slot, versions);
    if (this.flights.has(key)) return;
    const flight = this.loadAndStore([ask], versions).then((texts) => texts[0] ?? null);
    this.flights.set(key, flight);
    flight.catch(() => undefined).finally(() => this.flights.delete(key));
  }

  private spread(answers: (Text | Promise<Text>)[], indices: number[], texts: Promise<Text[]>): void {
    texts.catch(() => undefined);
    indices.forEach((index, nth) => (answers[index] = texts.then((all) => all[nth] ?? null)));
  }
}

const tagsOf = (asks: readonly Ask[]): Tag[] => [...new Set([ERA, ...asks.flatMap((ask) => ask.slot.tags)])];

function indicesBySource(asks: readonly Ask[]): Map<Ask['source'], number[]> {
  const groups = new Map<Ask['source'], number[]>();
  asks.forEach(({ source }, index) => {
    const group = groups.get(source);
    if (group) group.push(index);
    else groups.set(source, [index]);
  });
  return groups;
}

/** Whole milliseconds that a value stored at `now` shall live. */
const lifeOf = ({ ttlMs, until = Infinity }: Slot, now: number): number =>
  Math.floor(Math.min(ttlMs * (1 - Math.random() * JITTER), until - now));

const pick = <T>(items: readonly T[], indices: number[]): T[] => indices.map((index) => items[index] as T);

const toText = (value: unknown): Text => (value === null || value === undefined ? null : JSON.stringify(value));

const flightKey = (slot: Slot, versions: Versions): string =>
  `${slot.key} ${[ERA, ...slot.tags].map((name) => versions.get(name) ?? '').join(' ')}`;

function dedupe<T>(items: T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
