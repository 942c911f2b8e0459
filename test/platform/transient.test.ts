import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { TransientMap, TransientSet } from '../../src/platform/transient';

describe('a transient set', () => {
  it('uses the places of those that went again', () => {
    const set = new TransientSet<{ n: number }>();
    const [first, second] = [set.add({ n: 1 }), set.add({ n: 2 })];
    expect(first).not.toBe(second);
    set.delete(first);
    expect(set.add({ n: 3 })).toBe(first);
    expect([set.at(first), set.at(second)]).toEqual([{ n: 3 }, { n: 2 }]);
  });

  it('has no more places than there were items at once', () => {
    const set = new TransientSet<{ n: number }>();
    const places = new Set<number>();
    for (let nth = 0; nth < 1_000; nth += 3) {
      const taken = [nth, nth + 1, nth + 2].map((n) => set.add({ n }));
      for (const place of taken) {
        places.add(place);
        set.delete(place);
      }
    }
    expect(places.size).toBe(3);
    expect([set.size, [...set]]).toEqual([0, []]);
  });

  it('knows its size, and nothing at a place that is free', () => {
    const set = new TransientSet<string[]>();
    expect([set.size, set.at(0)]).toEqual([0, undefined]);
    const places = [['a'], ['b'], ['c']].map((item) => set.add(item));
    expect(set.size).toBe(3);
    set.delete(places[1] ?? -1);
    expect([set.size, set.at(places[1] ?? -1)]).toEqual([2, undefined]);
    expect([...set]).toEqual([['a'], ['c']]);
  });

  it('keeps two places for an item that was added twice', () => {
    const set = new TransientSet<string[]>();
    const item = ['a'];
    const [first, second] = [set.add(item), set.add(item)];
    set.delete(first);
    expect([set.size, set.at(second)]).toEqual([1, item]);
  });

  it('leaves out what goes while it is read through, and reads through what stays', () => {
    const set = new TransientSet<{ name: string; place: number }>();
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => {
      const item = { name, place: 0 };
      item.place = set.add(item);
      return item;
    });
    const met: string[] = [];
    for (const item of set) {
      met.push(item.name);
      set.delete(item.place); // itself
      if (item === a && b) set.delete(b.place);
    }
    expect(met).toEqual(['a', c?.name, d?.name]);
    expect([set.size, [...set]]).toEqual([0, []]);
  });
});

describe('a transient map', () => {
  it('has what was set last', () => {
    const map = new TransientMap<string, number[]>();
    expect([map.has('a'), map.get('a'), [...map.keys()]]).toEqual([false, undefined, []]);
    map.set('a', [1]);
    map.set('b', [2]);
    map.set('a', [3]);
    expect([map.has('a'), map.get('a'), map.get('b')]).toEqual([true, [3], [2]]);
    expect([...map.keys()].sort()).toEqual(['a', 'b']);
  });

  it('forgets what was deleted, once, however often that is said', () => {
    const map = new TransientMap<string, number[]>();
    map.set('a', [1]);
    map.set('b', [2]);
    map.delete('a');
    map.delete('a');
    map.delete('never there');
    expect([map.has('a'), map.get('a'), [...map.keys()]]).toEqual([false, undefined, ['b']]);
    // A place that was free twice would be given to both.
    map.set('c', [3]);
    map.set('d', [4]);
    expect([map.get('b'), map.get('c'), map.get('d')]).toEqual([[2], [3], [4]]);
  });

  it('takes any key, and lets keys go while they are read through', () => {
    const map = new TransientMap<number, string[]>();
    for (const key of [0, -1, 7]) map.set(key, [`${key}`]);
    for (const key of map.keys()) map.delete(key);
    expect([[...map.keys()], map.get(0)]).toEqual([[], undefined]);
  });

  it('holds nothing that was replaced or deleted', async () => {
    const map = new TransientMap<string, number[]>();
    const put = (key: string, value: number[]) => {
      map.set(key, value);
      return new WeakRef(value);
    };
    const [replaced, deleted, kept] = [put('a', [1]), put('b', [2]), put('a', [3])];
    map.delete('b');
    await turn(); // until then, whoever has made a reference holds its target
    collectGarbage();
    expect([replaced.deref(), deleted.deref(), kept.deref()]).toEqual([undefined, undefined, [3]]);
    expect(map.get('a')).toEqual([3]);
  });
});

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
  setFlagsFromString('--no-expose-gc');
}
