import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { TestRedis } from '../../support/redis';
import type { Fleet } from './fleet';

/** `loss-and-kill` removes the write intents of writers in flight, and then one of these writers. */
export type FaultKind = 'kill' | 'loss-and-kill' | 'pause' | 'flush' | 'restart';

/** Two of three kill. */
export const ALL_FAULTS: readonly FaultKind[] = [
  ...(['kill', 'loss-and-kill', 'pause', 'flush', 'kill', 'kill'] as const),
  ...(['kill', 'loss-and-kill', 'pause', 'restart', 'kill', 'kill'] as const),
];

/** Deletes everything but the sessions, at one moment: a loss of data after which nobody has to sign in again. */
const LOSE = `for _, key in ipairs(redis.call('KEYS', '*')) do
  if string.sub(key, 1, 8) ~= 'session:' then redis.call('DEL', key) end
end`;

/** What goes wrong, one thing after the other, round and round. */
export class FaultInjector {
  readonly counts: Partial<Record<FaultKind, number>> = {};

  constructor(
    private readonly fleet: Fleet,
    private readonly redis: TestRedis,
    private readonly kinds: readonly FaultKind[],
    /** On average, between two of them. */
    private readonly readsBetween: number,
  ) {}

  /** Until `isOver`, keeping step with the readers, however fast the machine is. */
  async run(reads: () => number, isOver: () => boolean): Promise<void> {
    for (let round = 0; !isOver(); round += 1) {
      const kind = this.kinds[round % this.kinds.length] ?? 'kill';
      this.counts[kind] = (this.counts[kind] ?? 0) + 1;
      await this.happen(kind);
      const next = (round + 1) * this.readsBetween * (0.8 + Math.random() * 0.4);
      while (reads() < next && !isOver()) await sleep(10);
    }
  }

  private async happen(kind: FaultKind): Promise<void> {
    switch (kind) {
      case 'kill':
        return this.fleet.kill();
      case 'loss-and-kill':
        await this.command((client) => client.eval(LOSE, 0));
        await sleep(30);
        return this.fleet.kill();
      case 'pause':
        return this.pause();
      case 'flush':
        return this.command((client) => client.flushall());
      case 'restart':
        await this.redis.kill();
        await sleep(100);
        return this.redis.restart();
    }
  }

  /** Three short pauses and one that is longer than anybody waits. */
  private async pause(): Promise<void> {
    for (const ms of [60, 120, 200, 500]) {
      this.redis.pause();
      await sleep(ms);
      this.redis.resume();
      await sleep(100);
    }
  }

  private async command(send: (client: Redis) => Promise<unknown>): Promise<void> {
    const client = new Redis({ path: this.redis.url.slice('unix://'.length) });
    await send(client);
    client.disconnect();
  }
}
