import type { Text } from './source';

/**
 * Shares loads among readers that must not join one that has begun, because each must see everything that was committed
 * before its request. While a value is being loaded, all further readers share the load that begins next.
 */
export class NextFlight {
  private readonly begun = new Map<string, Promise<unknown>>();
  private readonly waiting = new Map<string, Promise<Text>>();

  /** The load of `key` that has yet to begin, if there is one. */
  next(key: string): Promise<Text> | undefined {
    return this.waiting.get(key);
  }

  /** @returns one promise a key; `load` is called once, for all of them, as soon as none of them is being loaded */
  take(keys: readonly string[], load: () => Promise<Text[]>): Promise<Text>[] {
    const before = keys.map((key) => this.begun.get(key)).filter((begun) => begun !== undefined);
    const begin = () => this.begin(keys, load);
    const texts = before.length === 0 ? begin() : Promise.allSettled(before).then(begin);
    return keys.map((key, nth) => {
      const text = texts.then((all) => all[nth] ?? null);
      text.catch(() => undefined);
      if (before.length > 0) this.waiting.set(key, text);
      return text;
    });
  }

  private begin(keys: readonly string[], load: () => Promise<Text[]>): Promise<Text[]> {
    const texts = load();
    for (const key of keys) {
      this.waiting.delete(key);
      this.begun.set(key, texts);
    }
    const end = () => keys.filter((key) => this.begun.get(key) === texts).forEach((key) => this.begun.delete(key));
    texts.then(end, end);
    return texts;
  }
}
