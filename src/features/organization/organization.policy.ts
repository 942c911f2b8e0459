import type { Viewer } from '../../shared/viewer';

/** Members see their organization and its code, administrators every one. A viewer is required. */
export const canSeeOrganization = (viewer: Viewer | null, id: string): boolean =>
  viewer !== null && (viewer.role === 'ADMIN' || viewer.organizationId === id);

/** Students see no list of students. */
export const canSeeStudentsOf = (viewer: Viewer | null, id: string, isJoined = false): boolean =>
  viewer !== null && viewer.role !== 'STUDENT' && (isJoined || canSeeOrganization(viewer, id));
