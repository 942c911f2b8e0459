import type { Config } from '../../config/config';
import type { Database } from '../database/database';
import type { Logger } from '../logging/logger';
import type { Spans, Tracing } from './spans';

/** Null if tracing is off. Then OpenTelemetry is not loaded. */
export function startTracing(wanted: Config['tracing'], version: string, logger: Logger): Tracing | null {
  if (!wanted) return null;
  // Not import(), because the compiler of `npm run dev` cannot resolve a TypeScript file by it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { openTelemetry } = require('./opentelemetry') as typeof import('./opentelemetry');
  return openTelemetry(wanted, version, logger);
}

/** The same database, whose reads and transactions are spans. */
export function withSpans(database: Database, spans: Spans): Database {
  const traced: Pick<Database, 'read' | 'transaction'> = {
    read: (statement) => spans('postgresql read', () => database.read(statement)),
    transaction: (work) => spans('postgresql transaction', () => database.transaction(work)),
  };
  return Object.assign(Object.create(database) as Database, traced);
}
