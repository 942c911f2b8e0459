import type { CacheReader } from '../platform/cache/reader';
import type { Decision } from '../platform/rate-limit/limiter';
import { AppError, unauthenticated } from '../platform/errors/app-error';
import type { Session } from '../platform/sessions/session';
import type { AuditNotes } from '../features/audit/audit';
import type { UserId } from './ids';
import type { Role } from './role';

/**
 * Who asks. Which of its properties an answer depended on is observed, not declared: an answer that was made without
 * looking at `id` is the same for everyone of that role.
 */
export class Viewer {
  idWasRead = false;

  constructor(
    private readonly userId: UserId,
    readonly role: Role,
    private readonly ownSession: Session,
  ) {}

  get id(): UserId {
    this.idWasRead = true;
    return this.userId;
  }

  get session(): Session {
    this.idWasRead = true;
    return this.ownSession;
  }

  /** Trainers and administrators see all students and give lectures. */
  get isStaff(): boolean {
    return this.role !== 'STUDENT';
  }
}

/** What a resolver knows of the request it works for; both doors make the same. */
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
  /** Records that the lists of this operation have asked for so far, and may ask for at most. */
  rowsAsked: number;
  maxRows: number;
  /** A list without `first` is all of it, up to `maxRows`, in place of a page of the default size. */
  wholeLists: boolean;
  /** Set by doors that admit one role only: an account of another role gets the answer of a wrong password. */
  signInRole: Role | null;
  /** What the audit log shall tell of the mutation that runs, besides its outcome. */
  auditNotes: AuditNotes;
}

/**
 * To be called before a list is read, with the size of its page. What lists could make of each other was reckoned before
 * anything ran; this is what they do make.
 *
 * @throws AppError BAD_USER_INPUT when the lists of one operation ask for too many records together
 */
export function spendRows(context: RequestContext, rows: number): void {
  context.rowsAsked += rows;
  if (context.rowsAsked <= context.maxRows) return;
  const limit = context.maxRows.toLocaleString('en');
  throw new AppError('BAD_USER_INPUT', `The operation asks for more than ${limit} records: ask for smaller pages.`);
}

/** @throws AppError UNAUTHENTICATED without a viewer */
export function viewerOf(context: RequestContext): Viewer {
  if (!context.viewer) throw unauthenticated();
  return context.viewer;
}
