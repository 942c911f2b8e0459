import type { BypassReason, MissReason, ReadResult } from './read-dependencies';

/** Events of the cache, for the metrics. */
export interface CacheMeter {
  read(cache: string, result: ReadResult, reason: MissReason | BypassReason | null): void;
  load(cache: string): void;
  /** A successful load: the number of requested values, and its duration. */
  loaded(cache: string, values: number, seconds: number): void;
  coalesced(cache: string): void;
  bytes(cache: string, direction: 'read' | 'stored', count: number): void;
}
