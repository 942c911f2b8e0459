import { AppError } from '../../platform/errors/app-error';
import type { Viewer } from '../../shared/viewer';
import { canSeeCourse, isStaffOf } from './course.policy';
import type { CourseRecord } from './course.repository';

export const noSuchCourse = () => new AppError('NOT_FOUND', 'There is no such course.');

/**
 * The course, if the viewer may see it.
 *
 * @throws AppError NOT_FOUND if there is none, or if it is archived and the viewer is not an administrator
 */
export function visible<Course extends CourseRecord>(viewer: Viewer, course: Course | null): Course {
  if (!course || !canSeeCourse(viewer, course)) throw noSuchCourse();
  return course;
}

/** The course, if the viewer may change it. @throws AppError as `visible`; FORBIDDEN for another trainer's course */
export function changeable<Course extends CourseRecord>(viewer: Viewer, course: Course | null): Course {
  const seen = visible(viewer, course);
  if (!isStaffOf(viewer, seen)) throw new AppError('FORBIDDEN', 'This course is another trainer’s.');
  return seen;
}
