import type { TestGateway } from '../support/gateway';

/** A request that broke so long before or after a kill was that replica's. */
const GONE_MS = 1_000;

/** Three replicas; the first is never touched, so that its figures tell of the whole time. */
export class Replicas {
  /** When replicas were killed: what they were answering broke. */
  private readonly kills: number[] = [];

  private constructor(
    private readonly start: () => Promise<TestGateway>,
    private readonly living: TestGateway[],
  ) {}

  static async start(start: () => Promise<TestGateway>): Promise<Replicas> {
    return new Replicas(start, await Promise.all([start(), start(), start()]));
  }

  readonly any = (): string => this.living[Math.floor(Math.random() * this.living.length)]?.url ?? '';

  all(): readonly TestGateway[] {
    return this.living;
  }

  async kill(): Promise<void> {
    const victim = this.take();
    this.kills.push(performance.now());
    await victim.kill();
    this.living.push(await this.start());
  }

  /** As in a deployment: nothing is lost by it. @throws Error if it does not end well */
  async drain(): Promise<void> {
    const victim = this.take();
    const code = await victim.stop();
    if (code !== 0) throw new Error(`a replica that got SIGTERM exited with ${code}`);
    this.living.push(await this.start());
  }

  /** Whether a connection that broke at that time was one of a replica that was killed. */
  wasKilledAt = (time: number): boolean => this.kills.some((kill) => Math.abs(time - kill) < GONE_MS);

  /** The second, and the next time the third, which is the second by then. */
  private take(): TestGateway {
    const [victim] = this.living.splice(1, 1);
    if (!victim) throw new Error('no replica left');
    return victim;
  }
}
