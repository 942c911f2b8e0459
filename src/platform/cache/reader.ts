import DataLoader from 'dataloader';
import { setImmediate as turn } from 'node:timers/promises';
import type { Ask, Fetched } from './cache-read';
import type { Cache } from './cache';
import { ReadDependencies, type CacheRead } from './read-dependencies';
import { digestOf, type JsonValue } from './json-value';
import type { CacheSource, Reading, Wanted } from './source';

/**
 * The cached reads of one request. All reads of one turn of the event loop become one round trip to Redis and at most one
 * load per source.
 *
 * A query remembers its reads. A mutation must not, because its later fields see its own changes.
 */
export class CacheReader {
  readonly log: ReadDependencies;
  private readonly loader: DataLoader<Ask, JsonValue | null, string>;

  /** @param loaded a value that authentication of the same request had to load */
  constructor(
    private readonly cache: Cache,
    remember: boolean,
    loaded: CacheRead | null = null,
  ) {
    this.log = new ReadDependencies(cache.keyPrefix, loaded);
    this.loader = new DataLoader((asks) => cache.readMany(asks), {
      cacheKeyFn: (ask) => ask.slot.key,
      cache: remember,
      maxBatchSize: 1_000,
    });
  }

  /** @returns null for a value that does not exist */
  async read<Input, Value>(source: CacheSource<Input, Value, unknown>, input: Input): Promise<Value | null> {
    const wanted = { source: source as CacheSource<unknown, unknown>, input, slot: source.slot(input) };
    const value = await this.look(wanted);
    this.log.took(wanted, () => digestOf(value));
    return value && (value.content as Value);
  }

  /**
   * Repeats all reads of another request. The values are then available to `read`.
   *
   * @param fetched the result of an earlier round trip; null to make another one
   * @returns the same reads with their present digests
   */
  async repeat(before: readonly Reading[], fetched: Fetched | null): Promise<Reading[]> {
    const values = fetched ? await this.take(before, fetched) : await Promise.all(before.map((one) => this.look(one)));
    return before.map(({ source, input, slot }, nth) => {
      return { source, input, slot, digest: digestOf(values[nth] ?? null) };
    });
  }

  /**
   * Resolves when the values that were loaded for this request are on their way to Redis. The response is sent after that,
   * so that other replicas can use them.
   */
  async stored(): Promise<void> {
    if (this.log.lookups.some(({ result }) => result === 'MISS')) await turn();
  }

  private async take(wanted: readonly Wanted[], fetched: Fetched): Promise<(JsonValue | null)[]> {
    const asks = wanted.map(({ source, input, slot }) => ({ source, input, slot, log: this.log }));
    const values = await this.cache.readFetched(asks, fetched);
    asks.forEach((ask, nth) => this.loader.prime(ask, values[nth] ?? null));
    return values;
  }

  private look({ source, input, slot }: Wanted): Promise<JsonValue | null> {
    return this.loader.load({ source, input, slot, log: this.log });
  }
}
