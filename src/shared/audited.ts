import { Extensions } from 'type-graphql';

/** `access` is recorded only if it is refused, because of an invalid token, missing rights or a limit. */
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
  /** The account that makes the request; for a refused sign-in, the account that was tried. */
  userId?: string;
  /** Another account that is created, changed or deleted, or that is given a course. */
  subjectId?: string;
  /** The students whose membership changes, up to 100 of them. */
  subjectIds?: string[];
  courseId?: string;
  organizationId?: string;
  /** The session of the request, or the one that it began. */
  sessionId?: string;
  endedSessionId?: string;
  /** How many sessions ended. */
  endedSessions?: number;
}

/**
 * Writes one line to the audit log for each call of the mutation, with its outcome.
 *
 * @param field of the input; calls without it are not logged
 */
export const Audited = (event: AuditEvent, field?: string): MethodDecorator =>
  Extensions({ auditEvent: event, auditField: field });
