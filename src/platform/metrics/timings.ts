import { Histogram, type HistogramConfiguration, type Registry } from 'prom-client';

/** Takes a duration in seconds. */
export type Observe = (seconds: number) => void;

interface Cell<Label extends string> {
  labels: Record<Label, string>;
  /** Counts per bucket, not cumulative; the last one is for values above all bounds. */
  counts: number[];
  sum: number;
}

/** Seconds. A replayed response takes a fraction of a millisecond, a login in tens, and a trip gives up after 250. */
const BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/**
 * A Prometheus histogram kept in plain numbers, for the reason that tally.ts gives: prom-client's own `observe` hashes its
 * labels on each call.
 *
 * @returns a function that creates the observer of one combination of label values; create it once and keep it
 */
export function createTimings<Label extends string = never>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[] = [],
): (labels: Record<Label, string>) => Observe {
  const timings = new Timings<Label>({ name, help, labelNames, registers: [registry] });
  return (labels) => timings.observer(labels);
}

class Timings<Label extends string> extends Histogram<Label> {
  private readonly cells: Cell<Label>[] = [];

  constructor(private readonly configuration: HistogramConfiguration<Label>) {
    super(configuration);
  }

  observer(labels: Record<Label, string>): Observe {
    const cell: Cell<Label> = { labels, counts: new Array<number>(BOUNDS.length + 1).fill(0), sum: 0 };
    this.cells.push(cell);
    const { counts } = cell;
    return (seconds) => {
      let at = 0;
      while (at < BOUNDS.length && seconds > (BOUNDS[at] ?? 0)) at += 1;
      counts[at] = (counts[at] ?? 0) + 1;
      cell.sum += seconds;
    };
  }

  /** The method that prom-client calls on each histogram, for the text of /metrics or for an object. */
  async getForPromString() {
    const { name, help } = this.configuration;
    return {
      name,
      help,
      type: 'histogram',
      aggregator: 'sum',
      values: this.cells.flatMap((cell) => samples(name, cell)),
    };
  }
}

function samples<Label extends string>(name: string, { labels: sharedLabels, counts, sum }: Cell<Label>) {
  let total = 0;
  const buckets = counts.map((count, at) => {
    total += count;
    return { metricName: `${name}_bucket`, labels: { le: BOUNDS[at] ?? '+Inf' }, sharedLabels, value: total };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels: {}, sharedLabels, value: sum },
    { metricName: `${name}_count`, labels: {}, sharedLabels, value: total },
  ];
}
