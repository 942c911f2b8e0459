import { Redis } from 'ioredis';
import type { RedisAddress } from '../../config/config';
import { ownSentinelLoginOf, SENTINEL_OPTIONS } from './sentinel-options';

type SentinelTarget = Extract<RedisAddress, { kind: 'sentinel' }>;

/** Sentinels tell each other about a new master every 2 s. Until then, one of them may still name the old master. */
const DEPOSED_FOR_MS = 10_000;

/**
 * Listens to every sentinel for a new master. Without it, the client would keep using a slow master that was replaced, until
 * that server knows that it is a replica. The client must also not return to the old master because one sentinel does not
 * know the new one yet.
 */
export class SentinelWatch {
  private readonly lines: Redis[];
  /** When each master was replaced, by `host:port`. */
  private readonly deposed = new Map<string, number>();
  /** `host:port` of the master that a sentinel named last. */
  private named = '';

  /** @param onDeposed called once for each master that is replaced */
  constructor(
    { sentinels, name, access }: SentinelTarget,
    private readonly onDeposed: () => void,
  ) {
    this.lines = sentinels.map(({ host, port }) => {
      const line = new Redis({ ...SENTINEL_OPTIONS, ...ownSentinelLoginOf(access), host, port });
      line.on('error', () => undefined); // the other sentinels announce it, too
      line.on(
        'ready',
        () => void line.subscribe('+promoted-slave', '+switch-master').catch(() => line.disconnect(true)),
      );
      line.on('message', (channel, text) => this.hear(name, channel, text.split(' ')));
      return line;
    });
  }

  /** Notes the `host:port` that a sentinel names as the master. @throws Error if that master was replaced */
  note(address: string): void {
    if (this.isDeposed(address)) throw new Error(`${address} is no longer the master`);
    this.named = address;
  }

  /** Whether the master that a sentinel named last was replaced. */
  isMasterDeposed(): boolean {
    return this.isDeposed(this.named);
  }

  private isDeposed(address: string): boolean {
    return performance.now() - (this.deposed.get(address) ?? -Infinity) < DEPOSED_FOR_MS;
  }

  close(): void {
    for (const line of this.lines) line.disconnect();
  }

  /**
   * First, one sentinel sends `+promoted-slave`: `slave {name} {host} {port} @ {master} {old host} {old port}`. Then each
   * sends `+switch-master`: `{master} {old host} {old port} {new host} {new port}`.
   */
  private hear(name: string, channel: string, words: string[]): void {
    const [master, oldHost, oldPort] = channel === '+switch-master' ? words : words.slice(-3);
    const [heirHost, heirPort] = channel === '+switch-master' ? words.slice(3) : words.slice(2);
    const old = `${oldHost}:${oldPort}`;
    if (master !== name || this.isDeposed(old)) return;
    this.deposed.set(old, performance.now());
    this.deposed.delete(`${heirHost}:${heirPort}`);
    this.onDeposed();
  }
}
