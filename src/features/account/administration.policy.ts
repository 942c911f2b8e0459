import type { UserId } from '../../shared/ids';
import type { Viewer } from '../../shared/viewer';

/** Nobody deletes the account that the request is made with. */
export const canDeleteUser = (viewer: Viewer, id: UserId): boolean => viewer.role === 'ADMIN' && viewer.id !== id;
