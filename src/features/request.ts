import type { CacheReader } from '../platform/cache/reader';
import type { Decision } from '../platform/rate-limit/limiter';
import { unauthenticated } from '../platform/errors/app-error';
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
  /** Set by doors that admit one role only: an account of another role gets the answer of a wrong password. */
  signInRole: Role | null;
}

/** @throws AppError UNAUTHENTICATED without a viewer */
export function viewerOf(context: RequestContext): Viewer {
  if (!context.viewer) throw unauthenticated();
  return context.viewer;
}
