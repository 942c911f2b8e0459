import type { Logger } from '../logging/logger';
import { TransientMap } from '../transient';
import { bySource, tagsOf, type Ask, type Versions } from './cache-read';
import type { CacheMeter } from './meter';
import { withFirstVersions, type EntryStore, type Storing } from './entry-store';
import { JsonValue } from './json-value';
import { GENERATION, TAG_TTL_MS, type Tag } from './tag';
import { NextFlight } from './next-flight';

const EXTEND_EVERY_MS = TAG_TTL_MS / 100;

/** Loads values from their sources. Concurrent reads of the same value share one load. */
export class SingleFlight {
  /** By key and versions, until the value is stored. A reader that queried Redis before that finds the load here. */
  private readonly flights = new TransientMap<string, Promise<JsonValue | null>>();
  private readonly nextFlights = new NextFlight();
  private extendedAt = -Infinity;

  constructor(
    private readonly entries: EntryStore,
    private readonly meter: CacheMeter,
    private readonly logger: Logger,
  ) {}

  /** The current values of the sources, neither shared nor stored. */
  async direct(asks: readonly Ask[]): Promise<(JsonValue | null)[]> {
    const answers = new Map<Ask, JsonValue | null>();
    await Promise.all(
      bySource(asks).map(async (group) => {
        const values = await this.load(group);
        group.forEach((ask, nth) => answers.set(ask, values[nth] ?? null));
      }),
    );
    return asks.map((ask) => answers.get(ask) ?? null);
  }

  /**
   * For readers that met a write intent. They must not join a load that began before their request, because another reader
   * may have seen the new value by then. Nothing is stored.
   */
  past(asks: readonly Ask[]): Promise<(JsonValue | null)[]> {
    const answers = new Map<Ask, Promise<JsonValue | null>>();
    const own = asks.filter((ask) => {
      const next = this.nextFlights.next(ask.slot.key);
      if (!next) return true;
      this.meter.coalesced(ask.source.cache);
      answers.set(ask, next);
      return false;
    });
    for (const group of bySource(own)) {
      const keys = group.map((ask) => ask.slot.key);
      const values = this.nextFlights.take(keys, () => this.load(group));
      group.forEach((ask, nth) => answers.set(ask, values[nth] ?? Promise.resolve(null)));
    }
    return Promise.all(asks.map((ask) => answers.get(ask) ?? Promise.resolve(null)));
  }

  /**
   * For readers that found no valid entry under these versions. They may join a load under the same versions: while the
   * versions are current, nothing has changed since that load began.
   *
   * @param absent reads whose key was empty
   */
  shared(asks: readonly Ask[], absent: ReadonlySet<Ask>, versions: Versions): Promise<(JsonValue | null)[]> {
    const own = new Map<string, Ask>();
    for (const ask of asks) {
      const key = flightKey(ask, versions);
      if (this.flights.has(key) || own.has(key)) this.meter.coalesced(ask.source.cache);
      else own.set(key, ask);
    }
    if (own.size > 0) {
      const storing = { under: withFirstVersions(versions), absent, extended: this.dueForExtension() };
      for (const group of bySource([...own.values()])) this.launch(group, versions, storing);
    }
    return Promise.all(asks.map((ask) => this.flights.get(flightKey(ask, versions)) ?? Promise.resolve(null)));
  }

  /** Reloads a value that will soon expire, in the background. The versions are those its reader has just found valid. */
  ahead(ask: Ask, versions: Versions): void {
    if (this.flights.has(flightKey(ask, versions))) return;
    this.launch([ask], versions, { under: withFirstVersions(versions), absent: new Set(), extended: tagsOf(ask) });
  }

  /** The tags whose expiry to extend: the generation, now and then, because every entry has it. */
  private dueForExtension(): Tag[] {
    const now = Date.now();
    if (now - this.extendedAt < EXTEND_EVERY_MS) return [];
    this.extendedAt = now;
    return [GENERATION];
  }

  private launch(asks: readonly Ask[], versions: Versions, storing: Storing): void {
    const loaded = this.load(asks);
    const stored = loaded
      .then((values) => this.entries.put(asks, values, storing))
      .catch((error: unknown) => this.logger.debug({ err: error }, 'entry not stored'));
    asks.forEach((ask, nth) => {
      const key = flightKey(ask, versions);
      const flight = loaded.then((values) => values[nth] ?? null);
      flight.catch(() => undefined); // the waiting readers get the error
      this.flights.set(key, flight);
      // A turn later, because a reader whose reply arrived together with that of the store may not have come here yet.
      void stored.then(() => setImmediate(() => this.flights.delete(key)));
    });
  }

  /** One load of one source. */
  private async load(asks: readonly Ask[]): Promise<(JsonValue | null)[]> {
    const source = asks[0]?.source;
    if (!source) return [];
    this.meter.load(source.cache);
    const began = performance.now();
    const loaded = await source.load(asks.map((ask) => ask.input));
    this.meter.loaded(source.cache, asks.length, (performance.now() - began) / 1000);
    const values = asks.map((_, nth) => JsonValue.loaded(loaded[nth], source.format));
    // All waiting readers take them in this turn.
    setImmediate(() => values.forEach((value) => value?.forgetContent()));
    return values;
  }
}

function flightKey(ask: Ask, versions: Versions): string {
  const under = tagsOf(ask).map((name) => versions.get(name) ?? '');
  return `${ask.slot.key} ${under.join(' ')}`;
}
