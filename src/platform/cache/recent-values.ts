import { LRUCache } from 'lru-cache';
import { JsonValue } from './json-value';
import type { Wanted } from './source';

const BYTES_MAX = 16 * 1024 * 1024;
/** The memory of a parsed value, as a multiple of its text. */
const PARSED_FACTOR = 4;

/**
 * The values of entries as they were last read. Redis decides what an entry's value is: its text is read and compared each
 * time. It is parsed, and its digest computed, once per text.
 */
export class RecentValues {
  private readonly values = new LRUCache<string, JsonValue>({
    maxSize: BYTES_MAX,
    sizeCalculation: ({ text }, key) => text.length * PARSED_FACTOR + key.length + 256,
  });

  /** @param text as it was read just now */
  take({ source, slot: { key } }: Wanted, text: string): JsonValue {
    const last = this.values.get(key);
    if (last?.text === text) return last;
    const value = JsonValue.ofText(text, source.format);
    this.values.set(key, value);
    return value;
  }
}
