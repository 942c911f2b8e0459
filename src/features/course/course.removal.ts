import { AppError } from '../../platform/errors/app-error';
import type { RemovalRule } from '../account/person-role';
import type { CourseRepository } from './course.repository';

/** A trainer with courses, archived ones included, cannot be deleted, because nothing of a course may be lost. */
export const staysWithCourses =
  (courses: CourseRepository): RemovalRule =>
  async ({ tx, id, role }) => {
    if (role === 'TRAINER' && (await courses.existsForTrainer(tx, id))) {
      throw new AppError('CONFLICT', 'This trainer gives courses, or gave archived ones. Hand them over first.');
    }
    return [];
  };
