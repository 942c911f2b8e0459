import { crc32 } from 'node:zlib';

/** So many are remembered, a number each; then all are forgotten. */
const REMEMBERED = 50_000;

/**
 * Decides what is worth keeping. That is everything, as long as there is time for it. While requests have to be refused it is
 * what is asked for a second time: most of what has never been asked for before never is again, and to keep it takes time
 * from those who wait. Two keys taken for one do no harm: one of them is kept the first time.
 *
 * After the doorkeeper of TinyLFU (Einziger, Friedman and Manes, ACM Transactions on Storage 13, 2017).
 */
export class AdmissionFilter {
  private readonly askedFor = new Set<number>();

  constructor(private readonly isOverloaded: () => boolean = () => false) {}

  /** To be asked for each value that is not there yet. @param key of any length */
  admits(key: string): boolean {
    if (!this.isOverloaded()) return true;
    const digest = crc32(key);
    if (this.askedFor.has(digest)) return true;
    if (this.askedFor.size >= REMEMBERED) this.askedFor.clear();
    this.askedFor.add(digest);
    return false;
  }
}
