import type { CacheLifetimes } from '../../config/config';
import type { Slot } from '../../platform/cache/source';
import { tag, type Tag, type Tags } from '../../platform/cache/tag';
import { listKey } from '../../shared/connection/list-key';
import type { CourseId } from '../../shared/ids';
import { countSource, pageSource, recordSource } from '../../shared/list-source';
import { coursesOfOrganizationTag } from '../organization/organization.cache';
import { ALL_TRAINERS } from '../trainer/trainer.cache';
import type { CourseFilter, CoursePageQuery, CourseRepository } from './course.repository';

const ALL_COURSES = tag('courses');

const one = (id: string): Tag => tag(`course:${id}`);

/** Changes with the courses that a trainer gives. */
export const coursesOfTrainerTag = (id: string): Tag => tag(`courses:trainer:${id}`);

/** Changes with the courses that a student is enrolled in. */
export const coursesOfStudentTag = (id: string): Tag => tag(`courses:student:${id}`);

/** A list shows the courses of its trainer or organization, or any. A search also finds courses by their trainer's name. */
function listTags({ search, trainerId, organizationId, studentId, isArchived }: CourseFilter): Tags {
  const found = search === undefined ? [] : [ALL_TRAINERS];
  if (studentId) return [ALL_COURSES, coursesOfStudentTag(studentId), ...found];
  if (isArchived) return [ALL_COURSES, ...found];
  if (trainerId) return [coursesOfTrainerTag(trainerId), ...found];
  return [organizationId ? coursesOfOrganizationTag(organizationId) : ALL_COURSES, ...found];
}

/** What a change must know of a course, before and after. */
export interface CoursePlace {
  id: string;
  trainerId: string;
  organizationId: string | null;
}

/** Everything that shows the course: its record, all lists, and those of its trainers and organizations, now and before. */
export const courseChanged = (now: CoursePlace, before: CoursePlace = now): Tags => [
  one(now.id),
  ALL_COURSES,
  ...new Set([now, before].flatMap(placesOf)),
];

const placesOf = ({ trainerId, organizationId }: CoursePlace): Tag[] => [
  coursesOfTrainerTag(trainerId),
  ...(organizationId ? [coursesOfOrganizationTag(organizationId)] : []),
];

const inOrder = ({ search, trainerId, organizationId, studentId, isArchived }: CourseFilter) => ({
  ...{ search, trainer: trainerId, organization: organizationId, student: studentId },
  archived: isArchived ? 1 : undefined,
});

/** Courses by id, pages and counts: from the cache, else from the repository. */
export function courseSources(repository: CourseRepository, { courses: ttlMs }: CacheLifetimes) {
  const pageSlot = ({ first, after, ...filter }: CoursePageQuery): Slot => ({
    key: listKey('courses', { first, after: after && `${after.name}/${after.id}`, ...inOrder(filter) }),
    tags: listTags(filter),
    ttlMs,
  });
  const countSlot = (filter: CourseFilter): Slot => ({
    key: listKey('courses:count', inOrder(filter)),
    tags: listTags(filter),
    ttlMs,
  });
  return {
    one: recordSource('course', (id: CourseId) => ({ key: `course:${id}`, tags: [one(id)], ttlMs }), repository),
    page: pageSource('courses', pageSlot, repository),
    count: countSource('courses', countSlot, repository),
  };
}

export type CourseSources = ReturnType<typeof courseSources>;
