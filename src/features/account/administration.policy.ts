import type { UserId } from '../../shared/ids';
import type { Viewer } from '../../shared/viewer';

/** Administrators cannot delete their own account. */
export const canDeleteUser = (viewer: Viewer, id: UserId): boolean => viewer.role === 'ADMIN' && viewer.id !== id;
