import type { ErrorCode } from '../../platform/errors/codes';
import type { AuditEvent, AuditNotes } from '../../shared/audited';
import type { Logger } from '../../platform/logging/logger';
import { isEmailAddress, normaliseEmail } from '../../shared/validation/text';

/*
 * Threats this file answers:
 * - An intrusion that nobody can follow afterwards: each sign-in, sign-out, registration, password change and revocation,
 *   each change of rights and each refusal, is one line that says who, what, from where, with which outcome, under which request id.
 * - A log that gives away what it should protect: a line has the fields below and no others; what was sent is not among
 *   them. People type their password into the field above it: an address is logged only if it is one.
 * - Lines forged by what a client calls itself: each line is JSON, and that name is cut.
 */

/** From where; the context of a request is one. */
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
  /** Why, where nobody asked for it. */
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

  /** Of a request that was refused before anything of it ran. */
  refused(from: AuditOrigin, code: ErrorCode, who: AuditNotes): void {
    this.record('access', from, { outcome: 'refused', code, ...who });
  }
}

/** What may be logged of a text that was sent as an e-mail address: the address as accounts have it, or nothing. */
export function triedAddress(text: unknown): string | undefined {
  return typeof text === 'string' && isEmailAddress(text) ? normaliseEmail(text) : undefined;
}
