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
  | 'access';

/** Who, as far as it is known, and what it ended. */
export interface AuditNotes {
  /** Whose account; of a refused sign-in, the one that was tried. */
  userId?: string;
  /** The account that an administrator has made, changed or deleted. */
  subjectId?: string;
  /** The session that asks, or that was begun. */
  sessionId?: string;
  endedSessionId?: string;
  /** How many sessions ended. */
  endedSessions?: number;
}

/**
 * Writes one line to the audit log for each call of the mutation, whatever its outcome.
 *
 * @param field of the input; calls without it are not told
 */
export const Audited = (event: AuditEvent, field?: string): MethodDecorator =>
  Extensions({ auditEvent: event, auditField: field });
