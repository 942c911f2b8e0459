import { AppError } from '../platform/errors/app-error';

/** Fields of a record as a REST route has read them, in JSON. A change that depends on them fails if they have changed. */
export type Seen = Readonly<Record<string, unknown>>;

/**
 * @param record locked by the transaction that changes it
 * @throws AppError CONFLICT if one of the fields has another value than was seen
 */
export function expectAsSeen<Row extends object>(record: Row, seen: Seen = {}): void {
  const now: Seen = JSON.parse(JSON.stringify(record)) as Seen;
  if (Object.entries(seen).every(([field, value]) => now[field] === value)) return;
  throw new AppError('CONFLICT', 'The record was changed at the same time. Send the request again.');
}
