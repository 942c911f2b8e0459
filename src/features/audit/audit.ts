import type { ErrorCode } from '../../platform/errors/codes';
import type { AuditEvent, AuditNotes } from '../../shared/audited';
import type { Logger } from '../../platform/logging/logger';
import { isEmailAddress, normalizeEmail } from '../../shared/validation/text';

/*
 * Threats this file answers:
 * - An intrusion that cannot be traced afterwards: one line for each sign-in, sign-out, registration, password change,
 *   revocation, change of rights and refusal. It says who, what, from where, with which outcome and request id.
 * - A log that leaks secrets: a line has the fields below and no others, and none of them repeats what was sent. People
 *   type passwords into the e-mail field by mistake, so an address is logged only if it is one.
 * - Lines forged through the client's name: each line is JSON, and the name is cut.
 */

/** Where a request came from; a request's context has these fields. */
export interface AuditOrigin {
  requestId: string;
  ip: string;
  userAgent: string | null;
}

export interface AuditFacts extends AuditNotes {
  outcome: 'success' | 'refused' | 'failed';
  /** The error code that the client received. */
  code?: ErrorCode;
  /** The address that was tried, if it is known to be one. */
  email?: string;
  /** The fields that were refused. */
  fields?: string[];
  /** Why it happened, if no user asked for it. */
  reason?: 'too-many-sessions';
}

const USER_AGENT_LENGTH = 256;

/** The audit log: lines with the field `audit` among those of the gateway's log, at level info. */
export class Audit {
  constructor(private readonly logger: Logger) {}

  record(audit: AuditEvent, { requestId, ip, userAgent }: AuditOrigin, facts: AuditFacts): void {
    const from = { ip, userAgent: userAgent?.slice(0, USER_AGENT_LENGTH) ?? null, requestId };
    this.logger.info({ audit, ...facts, ...from }, `${audit}: ${facts.outcome}`);
  }

  /** For a request that was refused before any part of it ran. */
  refused(from: AuditOrigin, code: ErrorCode, who: AuditNotes): void {
    this.record('access', from, { outcome: 'refused', code, ...who });
  }
}

/** What may be logged of a text sent as an e-mail address: the normalized address, or nothing. */
export function triedAddress(text: unknown): string | undefined {
  return typeof text === 'string' && isEmailAddress(text) ? normalizeEmail(text) : undefined;
}
