import type { UserId } from '../../shared/ids';
import type { Viewer } from '../../shared/viewer';
import { isStaffOf } from '../course/course.policy';

/** The staff of a course may unenroll any student, students only themselves. */
export const canUnenroll = (viewer: Viewer, course: { trainerId: string }, studentId: UserId | null): boolean =>
  isStaffOf(viewer, course) || (viewer.role === 'STUDENT' && viewer.id === studentId);
