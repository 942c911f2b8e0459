import type { UserId } from '../../shared/ids';
import type { Viewer } from '../../shared/viewer';

/** Trainers and administrators see every student, students only themselves. */
export const canReadStudent = (viewer: Viewer, id: UserId): boolean => viewer.isStaff || viewer.id === id;
