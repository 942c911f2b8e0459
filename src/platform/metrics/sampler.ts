import type { Logger } from '../logging/logger';
import type { Readings } from './readings';
import { sampleBetween, type Sample } from './sample';

export const SAMPLE_EVERY_MS = 1_000;
/** The number of seconds that a sample covers. Samples of one second would fluctuate. */
const WINDOW = 10;
/** Five minutes. */
const KEPT = 300;

/** Called for each sample; must not throw. */
export type Watcher = (sample: Sample) => void;

/** Takes one sample per second for all watchers, and none without a watcher. The latest samples are kept. */
export class Sampler {
  /** Oldest first, with gaps for times without a watcher. */
  readonly history: Sample[] = [];
  private readonly watchers = new Set<Watcher>();
  private window: Readings[] = [];
  private timer: NodeJS.Timeout | undefined;
  private reading = false;

  constructor(
    private readonly read: () => Promise<Readings>,
    private readonly logger: Logger,
  ) {}

  /** @returns a function that ends the watch */
  watch(watcher: Watcher): () => void {
    this.watchers.add(watcher);
    if (this.timer === undefined) this.begin();
    return () => {
      this.watchers.delete(watcher);
      if (this.watchers.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  }

  private begin(): void {
    // Counts from a time without a watcher do not belong to the next sample.
    this.window = [];
    const look = () =>
      void this.look().catch((error: unknown) => this.logger.warn({ err: error }, 'status page: sampling failed'));
    this.timer = setInterval(look, SAMPLE_EVERY_MS).unref();
    look();
  }

  /** One at a time, because Redis may answer only after the next sample is due. */
  private async look(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    try {
      this.take(await this.read());
    } finally {
      this.reading = false;
    }
  }

  private take(now: Readings): void {
    const [before] = this.window;
    this.window = [...this.window, now].slice(-WINDOW);
    if (!before) return;
    const sample = sampleBetween(before, now);
    this.history.push(sample);
    if (this.history.length > KEPT) this.history.shift();
    for (const watcher of this.watchers) watcher(sample);
  }
}
