import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { Batches } from '../../../src/platform/database/batches';
import { unavailable } from '../../../src/platform/errors/app-error';

/* Items that are asked for while loads of their kind run are loaded together, and one never harms another. */

interface Load {
  items: string[];
  end(): void;
  fail(error: Error): void;
}

let loads: Load[];
let batches: Batches<string, string>;

beforeEach(() => {
  loads = [];
  batches = new Batches(
    (items) =>
      new Promise((resolve, reject) => {
        loads.push({ items: [...items], end: () => resolve(items.map((item) => `${item}!`)), fail: reject });
      }),
    () => 3,
  );
});

const ask = (...items: string[]) => Promise.all(items.map((item) => batches.ask('kind', item)));

const loaded = () => loads.map(({ items }) => items.join(''));

async function endAll(): Promise<void> {
  for (let nth = 0; nth < loads.length; nth += 1) {
    loads[nth]?.end();
    await turn();
  }
}

it('while few are asked for, each is loaded at once', async () => {
  const [a, b] = [ask('a'), ask('b')];
  expect(loaded()).toEqual(['a', 'b']);
  await endAll();
  const c = ask('c');
  expect(loaded()).toEqual(['a', 'b', 'c']);
  await endAll();
  expect(await Promise.all([a, b, c])).toEqual([['a!'], ['b!'], ['c!']]);
});

it('beside two loads others wait, and then go together, as many as may', async () => {
  const asked = ask('a', 'b', 'c', 'd', 'e', 'f', 'g');
  expect(loaded()).toEqual(['a', 'b']);
  loads[1]?.end();
  await turn();
  expect(loaded()).toEqual(['a', 'b', 'cde']);
  await endAll();
  expect(loaded()).toEqual(['a', 'b', 'cde', 'fg']);
  expect(await asked).toEqual(['a!', 'b!', 'c!', 'd!', 'e!', 'f!', 'g!']);
});

it('items of different kinds never go together', async () => {
  const asked = Promise.all(['a', 'b', 'c', 'd'].flatMap((item) => [batches.ask('x', item), batches.ask('y', item)]));
  await endAll();
  expect(loaded()).toEqual(['a', 'a', 'b', 'b', 'cd', 'cd']);
  expect(await asked).toHaveLength(8);
});

it('loads that do not end keep nobody waiting for long', async () => {
  const asked = ask('a', 'b', 'c', 'd');
  while (loads.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(loaded()).toEqual(['a', 'b', 'cd']);
  const more = ask('e', 'f', 'g', 'h');
  while (loads.length < 5) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(loaded()).toEqual(['a', 'b', 'cd', 'efg', 'h']);
  await endAll();
  expect([await asked, await more]).toEqual([
    ['a!', 'b!', 'c!', 'd!'],
    ['e!', 'f!', 'g!', 'h!'],
  ]);
});

it('a batch that fails is loaded in halves, one at a time, and only what fails alone has failed', async () => {
  const asked = ['a', 'b', 'c', 'd', 'e'].map((item) =>
    batches.ask('kind', item).catch((error: Error) => error.message),
  );
  loads[0]?.end();
  await turn();
  expect(loaded()).toEqual(['a', 'b', 'cde']);
  loads[2]?.fail(new Error('because of d'));
  await turn();
  expect(loaded()).toEqual(['a', 'b', 'cde', 'cd']);
  loads[3]?.fail(new Error('because of d'));
  await turn();
  expect(loaded()).toEqual(['a', 'b', 'cde', 'cd', 'c']);
  loads[4]?.end();
  await turn();
  loads[5]?.fail(new Error('because of d'));
  await endAll();
  expect(loaded()).toEqual(['a', 'b', 'cde', 'cd', 'c', 'd', 'e']);
  expect(await Promise.all(asked)).toEqual(['a!', 'b!', 'c!', 'because of d', 'e!']);
});

it('a load belongs to the request of its first item', async () => {
  const request = new AsyncLocalStorage<string>();
  const within: string[] = [];
  batches = new Batches(
    async (items) => {
      within.push(`${items.join('')} in ${request.getStore()}`);
      await turn();
      if (items.length > 2) throw new Error('too many');
      return items;
    },
    () => 3,
  );
  await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((item) => request.run(item, () => batches.ask('kind', item))));
  expect(within).toEqual(['a in a', 'b in b', 'cde in c', 'f in f', 'cd in c', 'e in e']);
});

it('when the server is gone, a batch is not loaded again', async () => {
  const asked = ['a', 'b', 'c', 'd'].map((item) => batches.ask('kind', item).catch(() => 'failed'));
  loads[0]?.end();
  await turn();
  loads[2]?.fail(unavailable('gone'));
  await endAll();
  expect(loaded()).toEqual(['a', 'b', 'cd']);
  expect(await Promise.all(asked)).toEqual(['a!', 'b!', 'failed', 'failed']);
});

it('what was asked for and loaded leaves nothing behind', async () => {
  for (const item of ['a', 'b', 'c']) void batches.ask(`kind of ${item}`, item);
  await endAll();
  expect(batches).toHaveProperty('kinds.size', 0);
});
