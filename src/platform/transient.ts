/*
 * Collections of what lives as long as a request. V8 links every table that a Set or Map replaces to the new one, which is every
 * few dozen additions. Once such a table is old, all later ones, and the requests that were in them, survive every collection of
 * young objects until the next of old ones: collections took a fifth of the CPU of a repeated read (measured). So these have
 * arrays that are never replaced, or tables that hold only numbers.
 */

/** Objects that come and go. */
export class TransientSet<Item extends object> {
  private readonly items: (Item | undefined)[] = [];
  private readonly free: number[] = [];

  get size(): number {
    return this.items.length - this.free.length;
  }

  /** @returns the place to `delete` */
  add(item: Item): number {
    const place = this.free.pop() ?? this.items.length;
    this.items[place] = item;
    return place;
  }

  at(place: number): Item | undefined {
    return this.items[place];
  }

  /** Once for each place. */
  delete(place: number): void {
    this.items[place] = undefined;
    this.free.push(place);
  }

  /** In any order. Those that go meanwhile are left out. */
  *[Symbol.iterator](): Generator<Item> {
    for (const item of this.items) if (item) yield item;
  }
}

/** The same by key. */
export class TransientMap<Key, Value extends object> {
  private readonly places = new Map<Key, number>();
  private readonly values = new TransientSet<Value>();

  get(key: Key): Value | undefined {
    const place = this.places.get(key);
    return place === undefined ? undefined : this.values.at(place);
  }

  has(key: Key): boolean {
    return this.places.has(key);
  }

  keys(): Iterable<Key> {
    return this.places.keys();
  }

  set(key: Key, value: Value): void {
    this.delete(key);
    this.places.set(key, this.values.add(value));
  }

  delete(key: Key): void {
    const place = this.places.get(key);
    if (place === undefined) return;
    this.places.delete(key);
    this.values.delete(place);
  }
}
