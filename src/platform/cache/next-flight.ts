import { TransientMap } from '../transient';
import type { JsonValue } from './json-value';

type Loaded = JsonValue | null;

/**
 * Shares loads among readers that must not join one that has begun, because each must see everything that was committed
 * before its request. While a value is being loaded, all further readers share the load that begins next.
 */
export class NextFlight {
  private readonly begun = new TransientMap<string, Promise<unknown>>();
  private readonly waiting = new TransientMap<string, Promise<Loaded>>();

  /** The load of `key` that has yet to begin, if there is one. */
  next(key: string): Promise<Loaded> | undefined {
    return this.waiting.get(key);
  }

  /** @returns a promise for each key. `load` is called once for all keys, as soon as none of them is being loaded. */
  take(keys: readonly string[], load: () => Promise<Loaded[]>): Promise<Loaded>[] {
    const before = keys.map((key) => this.begun.get(key)).filter((begun) => begun !== undefined);
    const begin = () => this.begin(keys, load);
    const values = before.length === 0 ? begin() : Promise.allSettled(before).then(begin);
    return keys.map((key, nth) => {
      const value = values.then((all) => all[nth] ?? null);
      value.catch(() => undefined);
      if (before.length > 0) this.waiting.set(key, value);
      return value;
    });
  }

  private begin(keys: readonly string[], load: () => Promise<Loaded[]>): Promise<Loaded[]> {
    const values = load();
    for (const key of keys) {
      this.waiting.delete(key);
      this.begun.set(key, values);
    }
    const end = () => keys.filter((key) => this.begun.get(key) === values).forEach((key) => this.begun.delete(key));
    values.then(end, end);
    return values;
  }
}
