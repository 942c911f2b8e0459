import type { UserId } from '../../shared/ids';
import type { Role } from '../../shared/role';
import type { Viewer } from '../../shared/viewer';

/**
 * The scopes that a response can have, widest first. A narrower key includes what the wider ones hold, so that a viewer
 * whose role or organization changes finds none of its former responses.
 */
type KeyOf = (operation: number, role: Role, organizationId: string | null, userId: UserId) => string;
const ofRole: KeyOf = (operation, role) => `${operation} ${role}`;
const ofOrganization: KeyOf = (operation, role, organizationId) => `${operation} ${role} ${organizationId}`;
const ofUser: KeyOf = (operation, role, organizationId, userId) => `${operation} ${role} ${organizationId} ${userId}`;
/** In the order of lookup. */
export const SCOPE_KEYS: readonly KeyOf[] = [ofRole, ofUser, ofOrganization];

/** The widest key that holds everything observed of the viewer. A user's memberships are the user's own. */
export function scopeKey(operation: number, viewer: Viewer): string {
  const { role, scope } = viewer;
  const isOwn = scope.has('id') || scope.has('memberships');
  const keyOf = isOwn ? ofUser : scope.has('organization') ? ofOrganization : ofRole;
  return keyOf(operation, role, viewer.organizationId, viewer.id);
}
