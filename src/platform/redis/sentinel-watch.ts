import { Redis } from 'ioredis';
import type { RedisTarget } from '../../config/config';
import { ownSentinelLoginOf, SENTINEL_OPTIONS } from './sentinel-options';

type SentinelTarget = Extract<RedisTarget, { kind: 'sentinel' }>;

/** Sentinels announce a new master to each other every two seconds. Until then, one may still name the old one. */
const DEPOSED_FOR_MS = 10_000;

/**
 * Listens to every sentinel for a new master. Otherwise a client of a slow master that was replaced would keep using it
 * until that master learns that it is a replica now. The client must not return to the old master because its sentinel has
 * not heard of the new one yet.
 */
export class SentinelWatch {
  private readonly lines: Redis[];
  /** `host:port` of masters that were replaced, and since when. */
  private readonly deposed = new Map<string, number>();
  private believed = '';

  /** @param onDeposed is called once for each master that was replaced */
  constructor(
    { sentinels, name, access }: SentinelTarget,
    private readonly onDeposed: () => void,
  ) {
    this.lines = sentinels.map(({ host, port }) => {
      const line = new Redis({ ...SENTINEL_OPTIONS, ...ownSentinelLoginOf(access), host, port });
      line.on('error', () => undefined); // the other sentinels report it, too
      line.on(
        'ready',
        () => void line.subscribe('+promoted-slave', '+switch-master').catch(() => line.disconnect(true)),
      );
      line.on('message', (channel, text) => this.hear(name, channel, text.split(' ')));
      return line;
    });
  }

  /** Takes `host:port` that a sentinel has named for the master. @throws Error if it no longer is */
  believe(address: string): void {
    if (this.isDeposed(address)) throw new Error(`${address} is no longer the master`);
    this.believed = address;
  }

  /** Whether the one that was believed last was replaced. */
  isMasterDeposed(): boolean {
    return this.isDeposed(this.believed);
  }

  private isDeposed(address: string): boolean {
    return performance.now() - (this.deposed.get(address) ?? -Infinity) < DEPOSED_FOR_MS;
  }

  close(): void {
    for (const line of this.lines) line.disconnect();
  }

  /**
   * One sentinel first sends `+promoted-slave`: `slave {name} {host} {port} @ {master} {old host} {old port}`. Each sends
   * `+switch-master`: `{master} {old host} {old port} {new host} {new port}`.
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
