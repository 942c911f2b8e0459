import { AsyncLocalStorage } from 'node:async_hooks';
import perfHooks, { PerformanceObserver, type EventLoopMonitorOptions } from 'node:perf_hooks';

/*
 * A worker runs many test files, one after the other. What a file leaves running slows down every later file. What it leaves
 * referenced keeps its sandbox (some 10 MB) or its gateway (some 5 MB) in memory. This module finds both and ends them.
 */

/*
 * Jest runs each test in an AsyncLocalStorage of its own, to know which test an uncaught error belongs to. Node would then
 * track every promise of the worker, which triples the cost of a promise. Here the tests of a file run one after the other,
 * so a variable can name the current test. Other storages belong to tracing and end with their file.
 */
const entered = new Set<AsyncLocalStorage<unknown>>();
const stores = new WeakMap<AsyncLocalStorage<unknown>, unknown>();
const { run, getStore } = AsyncLocalStorage.prototype as AsyncLocalStorage<unknown>;

const isOfJest = (store: unknown) => typeof store === 'object' && store !== null && 'test' in store;

AsyncLocalStorage.prototype.run = function (this: AsyncLocalStorage<unknown>, ...args: Parameters<typeof run>) {
  const [store, work, ...rest] = args;
  if (!isOfJest(store)) {
    entered.add(this);
    return run.call(this, ...args);
  }
  const outside = stores.get(this);
  stores.set(this, store);
  return (work(...(rest as unknown[])) as Promise<unknown>).finally(() => stores.set(this, outside));
};

AsyncLocalStorage.prototype.getStore = function (this: AsyncLocalStorage<unknown>) {
  return stores.get(this) ?? getStore.call(this);
};

/*
 * prom-client watches the garbage collector and the event loop for the life of the process. A closed gateway would stay in
 * memory, and its timer would fire a hundred times a second.
 */
const observing = new Set<PerformanceObserver>();
const { observe } = PerformanceObserver.prototype;

PerformanceObserver.prototype.observe = function (this: PerformanceObserver, ...args: Parameters<typeof observe>) {
  observing.add(this);
  observe.apply(this, args);
};

const monitoring = new Set<perfHooks.IntervalHistogram>();
const { monitorEventLoopDelay } = perfHooks;

perfHooks.monitorEventLoopDelay = (options?: EventLoopMonitorOptions) => {
  const histogram = monitorEventLoopDelay(options);
  monitoring.add(histogram);
  return histogram;
};

/** Ends what the last test file has left behind. */
export function clearUp(): void {
  for (const storage of entered) storage.disable();
  for (const observer of observing) observer.disconnect();
  for (const histogram of monitoring) histogram.disable();
  entered.clear();
  observing.clear();
  monitoring.clear();
}
