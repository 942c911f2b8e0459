import type { CacheReader } from '../platform/cache/reader';
import type { Decision } from '../platform/rate-limit/limiter';
import { AppError, unauthenticated } from '../platform/errors/app-error';
import type { AuditNotes } from './audited';
import type { Role } from './role';
import type { Seen } from './seen';
import type { WholeTurn } from './connection/whole-list';
import type { Viewer } from './viewer';

/** What a resolver knows of its request, the same on both transports. */
export interface RequestContext {
  requestId: string;
  /** The client's address, IPv4 in dotted form. */
  ip: string;
  userAgent: string | null;
  /** Tokens of the device: the one it sent, sound or not, and the one it is given where this request signs in. */
  device: { shown: string | null; given: string | null };
  viewer: Viewer | null;
  reader: CacheReader;
  /** The limits this request met so far. */
  decisions: Decision[];
  /** The records that the lists of this operation have read so far, and the most they may read. */
  rowsAsked: number;
  maxRows: number;
  /** The lists without a size that the operation has begun in this turn of the event loop. */
  wholeTurn?: WholeTurn;
  /** Settles when all lists without a size that the operation has begun have been read. */
  wholeReads?: Promise<unknown>;
  /** A list without `first` is all of it, up to `maxRows`, in place of a page of the default size. */
  wholeLists: boolean;
  /**
   * Why whole lists in the answer of a change could not be read. They are empty, because the change has been made. Absent:
   * such a failure is an error.
   */
  unread?: unknown[];
  /**
   * The only role that may sign in by this request. Accounts of other roles get the response of a wrong password. Null: any
   * role.
   */
  signInRole: Role | null;
  /** What the variables of this mutation depend on, if a REST route has read it. The service calls `expectAsSeen`. */
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
