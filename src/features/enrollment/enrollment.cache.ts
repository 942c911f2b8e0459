import type { CacheLifetimes } from '../../config/config';
import type { CacheSource } from '../../platform/cache/source';
import { tag, type Tag, type Tags } from '../../platform/cache/tag';
import type { CourseId, UserId } from '../../shared/ids';
import { coursesOfStudentTag } from '../course/course.cache';
import { enrolledTag } from '../student/student.cache';
import type { EnrollmentRepository } from './enrollment.repository';

/** Changes with the enrollments in any course of a trainer. */
export const studentsOfTrainerTag = (trainerId: string): Tag => tag(`students:trainer:${trainerId}`);

/** Everything that shows who is enrolled: the students' memberships, the course's list and count, the trainer's statistics. */
export const enrollmentChanged = (course: { id: string; trainerId: string }, studentIds: readonly string[]): Tags => [
  enrolledTag(course.id),
  studentsOfTrainerTag(course.trainerId),
  ...studentIds.map(coursesOfStudentTag),
];

/** The courses of a student, archived ones too, and the number of students in a course. */
export function enrollmentSources(repository: EnrollmentRepository, { courses: ttlMs }: CacheLifetimes) {
  const courseIds: CacheSource<UserId, string[]> = {
    cache: 'memberships',
    slot: (id) => ({ key: `courses:student:${id}`, tags: [coursesOfStudentTag(id)], ttlMs }),
    load: (ids) => repository.courseIdsOf(ids),
  };
  const studentCount: CacheSource<CourseId, number> = {
    cache: 'memberships',
    slot: (id) => ({ key: `course:students:${id}`, tags: [enrolledTag(id)], ttlMs }),
    load: (ids) => repository.counts(ids),
  };
  return { courseIds, studentCount };
}

export type EnrollmentSources = ReturnType<typeof enrollmentSources>;
