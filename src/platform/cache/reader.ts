import DataLoader from 'dataloader';
import type { Ask } from './ask';
import type { Cache } from './cache';
import { ReadLog } from './read-log';
import type { CacheSource, Json } from './source';

/**
 * One request's way to cached values. Everything asked for within one turn of the event loop becomes one trip to Redis
 * and at most one load for each source.
 *
 * A query remembers what it has read; a mutation must not, because its later fields follow its own changes.
 */
export class CacheReader {
  private readonly loader: DataLoader<Ask, string | null, string>;

  constructor(
    cache: Cache,
    remember: boolean,
    readonly log = new ReadLog(cache.keyPrefix),
  ) {
    this.loader = new DataLoader((asks) => cache.readMany(asks), {
      cacheKeyFn: (ask) => ask.slot.key,
      cache: remember,
      maxBatchSize: 1_000,
    });
  }

  /** @returns null for what does not exist */
  async read<Input, Value>(source: CacheSource<Input, Value>, input: Input): Promise<Json<Value> | null> {
    const ask = { source: source as CacheSource<unknown, unknown>, input, slot: source.slot(input), log: this.log };
    const text = await this.loader.load(ask);
    return text === null ? null : (JSON.parse(text) as Json<Value>);
  }
}
