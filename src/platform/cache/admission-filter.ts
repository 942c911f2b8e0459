import { crc32 } from 'node:zlib';

/** The number of digests that are remembered. Above that, all are discarded. */
const REMEMBERED = 50_000;

/**
 * Decides which values are cached. Normally all of them are. While requests are refused, or if the memory is full, only values
 * that are requested for the second time are cached. Most others are never requested again. Storing them would take time from
 * waiting requests, and memory from values in use. If two digests collide, one value is cached the first time.
 *
 * After the doorkeeper of TinyLFU (Einziger, Friedman and Manes, ACM Transactions on Storage 13, 2017).
 */
export class AdmissionFilter {
  private readonly askedFor = new Set<number>();

  constructor(private readonly isOverloaded: () => boolean = () => false) {}

  /**
   * Call this for each value that is not cached yet.
   *
   * @param key of any length
   * @param isFull whether another value would have to go
   */
  admits(key: string, isFull = false): boolean {
    if (!isFull && !this.isOverloaded()) return true;
    const digest = crc32(key);
    if (this.askedFor.has(digest)) return true;
    if (this.askedFor.size >= REMEMBERED) this.askedFor.clear();
    this.askedFor.add(digest);
    return false;
  }
}
