import type { CacheReader } from '../platform/cache/reader';
import type { Decision } from '../platform/rate-limit/limiter';
import { AppError, unauthenticated } from '../platform/errors/app-error';
import type { AuditNotes } from './audited';
import type { Role } from './role';
import type { Seen } from './seen';
import type { WholeTurn } from './connection/whole-list';
import type { Viewer } from './viewer';

/** What a resolver knows about its request, the same on both transports. */
export interface RequestContext {
  requestId: string;
  /** The client's address, IPv4 in dotted form. */
  ip: string;
  userAgent: string | null;
  /** Tokens of the device: the one it sent, valid or not, and the one that it gets if this request signs in. */
  device: { shown: string | null; given: string | null };
  viewer: Viewer | null;
  reader: CacheReader;
  /** The limits that have counted this request. */
  decisions: Decision[];
  /** The records that the lists of this operation have read so far, and the most they may read. */
  rowsAsked: number;
  maxRows: number;
  /** The lists without a size that the operation has begun in this turn of the event loop. */
  wholeTurn?: WholeTurn;
  /** Settles when all lists without a size that the operation has begun have been read. */
  wholeReads?: Promise<unknown>;
  /** Whether a list without `first` is the whole list, up to `maxRows`, instead of a page of the default size. */
  wholeLists: boolean;
  /**
   * Errors of whole lists in the response to a change. Such a list is empty, because the change was made. If this is absent,
   * the error is thrown.
   */
  unread?: unknown[];
  /** The only role that may sign in by this request; null for any. Other roles get the response of a wrong password. */
  signInRole: Role | null;
  /** The values that this mutation's variables depend on, as a REST route has read them. See `expectAsSeen`. */
  seen?: Seen;
  /** Fields of the audit line of the current mutation, besides its outcome. */
  auditNotes: AuditNotes;
}

/**
 * Call this before a list is read, with the size of its page. The cost that lists could reach was checked before execution.
 * This counts what they read.
 *
 * @throws AppError BAD_USER_INPUT if the lists of one operation read too many records together
 */
export function spendRows(context: RequestContext, rows: number): void {
  context.rowsAsked += rows;
  if (context.rowsAsked > context.maxRows) throw tooManyRows(context);
}

export function tooManyRows({ maxRows }: RequestContext): AppError {
  const limit = maxRows.toLocaleString('en');
  return new AppError('BAD_USER_INPUT', `The operation reads more than ${limit} records. Request smaller pages.`);
}

/** @throws AppError UNAUTHENTICATED without a viewer */
export function viewerOf(context: RequestContext): Viewer {
  if (!context.viewer) throw unauthenticated();
  return context.viewer;
}
