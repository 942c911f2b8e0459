import { Extensions } from 'type-graphql';

/** `access` is recorded for refusals only: an invalid token, missing rights, a limit. */
export type AuditEvent = 'registration' | 'sign-in' | 'sign-out' | 'password-change' | 'revocation' | 'access';

/** The user, if known, and the ended sessions. */
export interface AuditNotes {
  /** Whose account; of a refused sign-in, the one that was tried. */
  userId?: string;
  /** The session of the request, or the new one. */
  sessionId?: string;
  endedSessionId?: string;
  /** How many sessions ended. */
  endedSessions?: number;
}

/** Writes one line to the audit log for each call of the mutation, whatever its outcome. */
export const Audited = (event: AuditEvent): MethodDecorator => Extensions({ auditEvent: event });
