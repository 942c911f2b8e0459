import type { CacheLifetimes } from '../../config/config';
import type { Slot } from '../../platform/cache/source';
import { tag, type Tag, type Tags } from '../../platform/cache/tag';
import { listKey } from '../../shared/connection/list-key';
import { countSource, pageSource, recordSource } from '../../shared/list-source';
import type { UserId } from '../../shared/ids';
import type { StudentFilter, StudentPageQuery, StudentRepository } from './student.repository';

const ALL_STUDENTS = tag('students');

/** What changes with the students of a course. */
export const courseTag = (course: string): Tag => tag(listKey('students', { course }));

const one = (id: string): Tag => tag(`student:${id}`);

/** What changes with who is enrolled in a course. */
export const enrolledTag = (courseId: string): Tag => tag(`students:course:${courseId}`);

/**
 * A list narrowed to a course shows only that course; every other list may show anyone. Who is enrolled changes without
 * any student, and whom a trainer may see changes with the course.
 */
function listTags({ course, courseId, courseTrainerId }: StudentFilter): Tags {
  const all = course ? courseTag(course) : ALL_STUDENTS;
  if (!courseId) return [all];
  return courseTrainerId ? [all, enrolledTag(courseId), tag(`course:${courseId}`)] : [all, enrolledTag(courseId)];
}

/** Everything that shows the student: its record, all lists, and the lists of its course before and after. */
export const studentChanged = (id: string, ...courses: string[]): Tags => [
  one(id),
  ALL_STUDENTS,
  ...new Set(courses.map(courseTag)),
];

/** Everything that shows new students of these courses; nobody has seen their ids, so nothing hangs on those. */
export const studentsAdded = (courses: readonly string[]): Tags => [ALL_STUDENTS, ...new Set(courses.map(courseTag))];

const studentSlot = (id: UserId, ttl: CacheLifetimes): Slot => ({
  key: `single_student:${id}`,
  tags: [one(id)],
  ttlMs: ttl.record,
});

const studentPageSlot = ({ first, after, ...filter }: StudentPageQuery, ttl: CacheLifetimes): Slot => ({
  key: listKey('all_students', { first, after: after && `${after.name}/${after.id}`, ...inOrder(filter) }),
  tags: listTags(filter),
  ttlMs: ttl.list,
});

const studentCountSlot = (filter: StudentFilter, ttl: CacheLifetimes): Slot => ({
  key: listKey('all_students:count', inOrder(filter)),
  tags: listTags(filter),
  ttlMs: ttl.list,
});

const inOrder = ({ search, course, courseId, courseTrainerId, organizationId }: StudentFilter) => ({
  ...{ search, course, enrolled: courseId, trainer: courseTrainerId, organization: organizationId },
});

/** Students by id, pages and counts: from the cache, else from the repository. */
export const studentSources = (repository: StudentRepository, ttl: CacheLifetimes) => ({
  one: recordSource('student', (id: UserId) => studentSlot(id, ttl), repository),
  page: pageSource('students', (query: StudentPageQuery) => studentPageSlot(query, ttl), repository),
  count: countSource('students', (filter: StudentFilter) => studentCountSlot(filter, ttl), repository),
});

export type StudentSources = ReturnType<typeof studentSources>;
