import { Cluster } from 'ioredis';
import type { RedisClient } from './connect';

/**
 * What is sent in one turn of the event loop is one round trip: the socket holds the commands until then, and they leave in one
 * write. The client's own pipelining does the same with two more promises for each command, and is on for clusters only, as it
 * knows their nodes.
 */
export class Turn {
  /** Since the start. */
  trips = 0;
  private hasBegun = false;
  private shared: (() => void)[] = [];

  constructor(private readonly client: RedisClient) {}

  /** To be called before a command is sent. */
  begin(): void {
    if (this.hasBegun) return;
    this.hasBegun = true;
    this.trips += 1;
    const stream = this.client instanceof Cluster ? null : this.client.stream;
    stream?.cork();
    setImmediate(() => {
      for (const send of this.shared.splice(0)) send();
      this.hasBegun = false;
      stream?.uncork();
    });
  }

  /** Calls `send` when the turn ends, before its commands leave. */
  beforeEnd(send: () => void): void {
    this.begin();
    this.shared.push(send);
  }
}
