import { AsyncResource } from 'node:async_hooks';
import { AppError } from '../errors/app-error';

/*
 * Threat this file answers: an item of one request that makes the load of another request fail. A batch that fails is loaded
 * again in halves, one after the other, unless the server is unavailable.
 */

/** Loads of one kind that run at a time. The second one keeps the server busy while the results of the first are read. */
const RUNNING_MAX = 2;
/** If no load ends within this time, one more is run, so that slow loads do not delay others. */
const HELD_UP_MS = 20;

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
  /** The request that the item belongs to. A trace shows the load of a batch in the request of its first item. */
  scope: AsyncResource;
}

interface Kind<Item, Result> {
  running: number;
  waiting: Waiting<Item, Result>[];
  timer: NodeJS.Timeout | undefined;
}

/** Loads an item at once if fewer than two loads of its kind run. Otherwise the item waits and shares the next load. */
export class Batches<Item, Result> {
  private readonly kinds = new Map<string, Kind<Item, Result>>();

  /**
   * @param load answers in the order of its items
   * @param most how many may be loaded together
   */
  constructor(
    private readonly load: (items: readonly Item[]) => Promise<readonly Result[]>,
    private readonly most: (item: Item) => number,
  ) {}

  /** @param name of the kind: items of one kind may be loaded together @throws what loading the item throws */
  ask(name: string, item: Item): Promise<Result> {
    const kind = this.kinds.get(name) ?? { running: 0, waiting: [], timer: undefined };
    this.kinds.set(name, kind);
    return new Promise((resolve, reject) => {
      kind.waiting.push({ item, resolve, reject, scope: new AsyncResource('Batch') });
      if (kind.running < RUNNING_MAX) void this.run(name, kind);
      else this.bound(name, kind);
    });
  }

  /** Loads batches until no item waits. */
  private async run(name: string, kind: Kind<Item, Result>): Promise<void> {
    kind.running += 1;
    for (let batch = this.take(name, kind); batch.length > 0; batch = this.take(name, kind)) await this.settle(batch);
    kind.running -= 1;
    if (kind.running === 0) this.kinds.delete(name);
  }

  private take(name: string, kind: Kind<Item, Result>): Waiting<Item, Result>[] {
    clearTimeout(kind.timer);
    kind.timer = undefined;
    const [first] = kind.waiting;
    if (!first) return [];
    const batch = kind.waiting.splice(0, Math.max(1, this.most(first.item)));
    if (kind.waiting.length > 0) this.bound(name, kind);
    return batch;
  }

  private bound(name: string, kind: Kind<Item, Result>): void {
    kind.timer ??= setTimeout(() => void this.run(name, kind), HELD_UP_MS);
  }

  private async settle(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    const items = batch.map(({ item }) => item);
    try {
      const results = await batch[0]?.scope.runInAsyncScope(() => this.load(items));
      batch.forEach(({ resolve }, nth) => resolve(results?.[nth] as Result));
    } catch (error) {
      if (batch.length > 1 && !(error instanceof AppError)) return this.settleHalves(batch);
      for (const { reject } of batch) reject(error);
    }
  }

  private async settleHalves(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    const half = Math.ceil(batch.length / 2);
    await this.settle(batch.slice(0, half));
    await this.settle(batch.slice(half));
  }
}
