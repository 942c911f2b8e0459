import { AppError } from '../../platform/errors/app-error';
import type { Viewer } from '../../shared/viewer';
import { canSeeCourse, isStaffOf } from './course.policy';
import type { CourseRecord } from './course.repository';

export const noSuchCourse = () => new AppError('NOT_FOUND', 'There is no such course.');

/**
 * The course, where the viewer may see it.
 *
 * @throws AppError NOT_FOUND where there is none, and for an archived course, but for administrators
 */
export function visible<Course extends CourseRecord>(viewer: Viewer, course: Course | null): Course {
  if (!course || !canSeeCourse(viewer, course)) throw noSuchCourse();
  return course;
}

/** The course, where the viewer may change it. @throws AppError as `visible`; FORBIDDEN for another trainer's course */
export function changeable<Course extends CourseRecord>(viewer: Viewer, course: Course | null): Course {
  const seen = visible(viewer, course);
  if (!isStaffOf(viewer, seen)) throw new AppError('FORBIDDEN', 'This course is another trainer’s.');
  return seen;
}
