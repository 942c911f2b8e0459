import { AsyncLocalStorage } from 'node:async_hooks';
import perfHooks, { PerformanceObserver, type EventLoopMonitorOptions } from 'node:perf_hooks';

/*
 * A worker runs many test files, one after the other. What a file leaves running costs every later file time, and what it
 * leaves referenced keeps its sandbox, some ten megabytes, or its gateway, some five. This module finds both and ends them.
 */

/*
 * Jest makes a storage for each test file and never disables it. From then on Node copies its store to every promise,
 * for as long as the worker lives: after seventy files a promise would cost a hundred times what it should.
 *
 * What lives longer than its file (a timer of fetch, a promise of the built gateway) keeps the store it was made under,
 * and a store made in the sandbox keeps the sandbox. So Node is given a token, and the store is forgotten with the file.
 */
class Token {}

const entered = new Set<AsyncLocalStorage<unknown>>();
let stores = new WeakMap<Token, unknown>();
const { run, getStore } = AsyncLocalStorage.prototype as AsyncLocalStorage<unknown>;

AsyncLocalStorage.prototype.run = function (this: AsyncLocalStorage<unknown>, ...args: Parameters<typeof run>) {
  const [store, ...rest] = args;
  const token = new Token();
  stores.set(token, store);
  entered.add(this);
  return run.call(this, token, ...rest);
};

AsyncLocalStorage.prototype.getStore = function (this: AsyncLocalStorage<unknown>) {
  const token = getStore.call(this);
  return token instanceof Token ? stores.get(token) : token;
};

/*
 * prom-client watches the collector and the event loop for as long as the process lives: a gateway that was closed would
 * stay in memory, and its timer would fire a hundred times a second.
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

/** Ends what the file that is over has left behind. */
export function clearUp(): void {
  for (const storage of entered) storage.disable();
  for (const observer of observing) observer.disconnect();
  for (const histogram of monitoring) histogram.disable();
  entered.clear();
  observing.clear();
  monitoring.clear();
  stores = new WeakMap();
}
