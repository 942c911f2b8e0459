/*
 * Collections for objects that live as long as a request. A Set or Map replaces its table every few dozen additions, and V8
 * links the old table to the new one. Once such a table is in the old generation, all later tables and the requests in them
 * survive until the next major collection. That took a fifth of the CPU of a repeated read (measured). These collections have
 * arrays that are never replaced, or tables that only hold numbers.
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

  /** Call this once for each place. */
  delete(place: number): void {
    this.items[place] = undefined;
    this.free.push(place);
  }

  /** In any order. Items that are deleted meanwhile are left out. */
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
