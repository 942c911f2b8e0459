import { Extensions } from 'type-graphql';
import type { AuditEvent } from '../features/audit/audit';

/** Each call of the mutation is a line of the audit log, whatever becomes of it. */
export const Audited = (event: AuditEvent): MethodDecorator => Extensions({ auditEvent: event });
