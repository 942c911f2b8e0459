import type { BypassReason, MissReason, ReadResult } from './read-dependencies';

/** What the cache tells of itself; the metrics room counts it. */
export interface CacheMeter {
  read(cache: string, result: ReadResult, reason: MissReason | BypassReason | null): void;
  load(cache: string): void;
  /** A load that succeeded: how many values it was asked for, and how long it took. */
  loaded(cache: string, values: number, seconds: number): void;
  coalesced(cache: string): void;
  bytes(cache: string, direction: 'read' | 'stored', count: number): void;
}
