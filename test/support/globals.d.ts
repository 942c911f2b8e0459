import type { EmbeddedPostgres } from '../../src/platform/embedded/postgres';

declare global {
  /** Set by global-setup.ts for global-teardown.ts, which share a process; no test can see it. */
  var testPostgres: EmbeddedPostgres | undefined;
  /** Set by environment.ts. @param file below dist/, of what is compiled from src/ */
  var requireBuilt: (file: string) => unknown;
}
