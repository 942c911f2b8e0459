import type { BypassReason, MissReason, ReadResult } from './read-dependencies';
import type { CacheName } from './source';

/** What the cache tells of itself; the metrics room counts it. */
export interface CacheMeter {
  read(cache: CacheName, result: ReadResult, reason: MissReason | BypassReason | null): void;
  load(cache: CacheName): void;
  /** A load that succeeded: how many values it was asked for, and how long it took. */
  loaded(cache: CacheName, values: number, seconds: number): void;
  coalesced(cache: CacheName): void;
  bytes(cache: CacheName, direction: 'read' | 'stored', count: number): void;
}
