import { Extensions } from 'type-graphql';

/** `access` is recorded only where it is refused: a token that does not count, rights that are missing, a limit. */
export type AuditEvent =
  | 'registration'
  | 'sign-in'
  | 'sign-out'
  | 'password-change'
  | 'revocation'
  | 'account-creation'
  | 'account-change'
  | 'account-deletion'
  | 'membership-change'
  | 'course-handover'
  | 'access';

/** The user, if known, and the ended sessions. */
export interface AuditNotes {
  /** Whose account; of a refused sign-in, the one that was tried. */
  userId?: string;
  /** The account that somebody else has made, changed or deleted, or given a course. */
  subjectId?: string;
  /** The students whose membership somebody has changed, up to 100 of them. */
  subjectIds?: string[];
  courseId?: string;
  organizationId?: string;
  /** The session that asks, or that was begun. */
  sessionId?: string;
  endedSessionId?: string;
  /** How many sessions ended. */
  endedSessions?: number;
}

/**
 * Writes one line to the audit log for each call of the mutation, whatever its outcome.
 *
 * @param field of the input; calls without it are not logged
 */
export const Audited = (event: AuditEvent, field?: string): MethodDecorator =>
  Extensions({ auditEvent: event, auditField: field });
