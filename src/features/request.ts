import type { CacheReader } from '../platform/cache/reader';
import type { Decision } from '../platform/rate-limit/limiter';
import { AppError, unauthenticated } from '../platform/errors/app-error';
import type { Session } from '../platform/sessions/session';
import type { UserId } from './user/ids';
import type { Role } from './user/role';

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
  viewer: Viewer | null;
  reader: CacheReader;
  /** The limits this request met so far. */
  decisions: Decision[];
  /** Records that the lists of this operation have asked for so far. */
  rowsAsked: number;
  /** Set by doors that admit one role only: an account of another role gets the answer of a wrong password. */
  signInRole: Role | null;
}

/** Lists nest in lists: a hundred of a hundred of a hundred would fill the memory of a replica. */
const ROWS_PER_OPERATION = 20_000;

/**
 * To be called before a list is read, with the size of its page.
 *
 * @throws AppError BAD_USER_INPUT when the lists of one operation ask for too many records together
 */
export function spendRows(context: RequestContext, rows: number): void {
  context.rowsAsked += rows;
  if (context.rowsAsked <= ROWS_PER_OPERATION) return;
  const limit = ROWS_PER_OPERATION.toLocaleString('en');
  throw new AppError('BAD_USER_INPUT', `The operation asks for more than ${limit} records: ask for smaller pages.`);
}

/** @throws AppError UNAUTHENTICATED without a viewer */
export function viewerOf(context: RequestContext): Viewer {
  if (!context.viewer) throw unauthenticated();
  return context.viewer;
}
