import type { Viewer } from '../../shared/viewer';

/** Members see their organization and its code, administrators every one. */
export const canSeeOrganization = (viewer: Viewer, id: string): boolean =>
  viewer.role === 'ADMIN' || viewer.organizationId === id;

/** Students see no list of students. */
export const canSeeStudentsOf = (viewer: Viewer, id: string, isJoined = false): boolean =>
  viewer.role !== 'STUDENT' && (isJoined || canSeeOrganization(viewer, id));
