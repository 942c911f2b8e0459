import type { Config } from '../../config/config';
import type { Database } from '../database/database';
import type { Logger } from '../logging/logger';
import type { Spans, Tracing } from './spans';

/** Null where traces are off: then nothing of OpenTelemetry is loaded. */
export function startTracing(wanted: Config['tracing'], version: string, logger: Logger): Tracing | null {
  if (!wanted) return null;
  // Not import(): what compiles for development does not find a file of TypeScript by it.
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
