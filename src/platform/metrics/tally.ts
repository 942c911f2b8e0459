import { Counter, type Registry } from 'prom-client';

/** Adds `by`, or one. */
export type Increment = (by?: number) => void;

/**
 * A Prometheus counter in plain numbers, which are passed on during a scrape. prom-client's own `inc` would hash its labels on
 * each call. That costs half a microsecond, several times per request.
 *
 * @returns a function that creates the increment of one combination of label values; create it once and keep it
 */
export function createTally<Label extends string = never>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[] = [],
): (labels: Record<Label, string>) => Increment {
  const cells: { labels: Record<Label, string>; total: number }[] = [];
  new Counter({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      this.reset();
      for (const { labels, total } of cells) this.inc(labels, total);
    },
  });
  return (labels) => {
    const cell = { labels, total: 0 };
    cells.push(cell);
    return (by = 1) => {
      cell.total += by;
    };
  };
}

/** Keeps the result of `make` for each key, for labels that are only known when they occur. */
export function remembered<Made>(make: (key: string) => Made): (key: string) => Made {
  const made = new Map<string, Made>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(key);
    made.set(key, fresh);
    return fresh;
  };
}
