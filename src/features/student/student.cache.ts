import type { CacheLifetimes } from '../../config/config';
import type { Slot } from '../../platform/cache/source';
import { tag, type Tag, type Tags } from '../../platform/cache/tag';
import { listKey } from '../../shared/connection/list-key';
import { countSource, pageSource, recordSource } from '../../shared/list-source';
import type { UserId } from '../../shared/ids';
import type { StudentFilter, StudentPageQuery } from './student.record';
import type { StudentRepository } from './student.repository';

/** Changes with every change of any student. */
export const ALL_STUDENTS = tag('students');

/** Changes with the students of a branch. */
export const branchTag = (branch: string): Tag => tag(listKey('students', { branch }));

/** Changes with the students of a year. */
export const yearTag = (year: string): Tag => tag(listKey('students', { year }));

const one = (id: string): Tag => tag(`student:${id}`);

/** Changes with the enrollments in a course. */
export const enrolledTag = (courseId: string): Tag => tag(`students:course:${courseId}`);

/**
 * A list narrowed to a branch or a year needs only its tag; every other list may show any student. Lists of a course also
 * change with its enrollments, and with its trainer if only that trainer may see them.
 */
function listTags({ branch, year, courseId, courseTrainerId }: StudentFilter): Tags {
  const all = branch ? branchTag(branch) : year ? yearTag(year) : ALL_STUDENTS;
  if (!courseId) return [all];
  return courseTrainerId ? [all, enrolledTag(courseId), tag(`course:${courseId}`)] : [all, enrolledTag(courseId)];
}

/** The fields that decide in which narrowed lists a student is. */
export interface StudentPlace {
  branch: string;
  year?: string | null;
}

const placeTags = (places: readonly StudentPlace[]): Set<Tag> =>
  new Set(places.flatMap(({ branch, year }) => [branchTag(branch), ...(year ? [yearTag(year)] : [])]));

/** Everything that shows the student: its record, all lists, and those of its branch and year before and after. */
export const studentChanged = (id: string, ...places: StudentPlace[]): Tags => [
  one(id),
  ALL_STUDENTS,
  ...placeTags(places),
];

/** The tags of everything that shows new students. No client knows their ids yet, so the tags of their own records stay. */
export const studentsAdded = (places: readonly StudentPlace[]): Tags => [ALL_STUDENTS, ...placeTags(places)];

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

const inOrder = ({ search, branch, year, courseId, courseTrainerId, organizationId }: StudentFilter) => ({
  ...{ search, branch, year, enrolled: courseId, trainer: courseTrainerId, organization: organizationId },
});

/** Students by id, pages and counts: from the cache, else from the repository. */
export const studentSources = (repository: StudentRepository, ttl: CacheLifetimes) => ({
  one: recordSource('student', (id: UserId) => studentSlot(id, ttl), repository),
  page: pageSource('students', (query: StudentPageQuery) => studentPageSlot(query, ttl), repository),
  count: countSource('students', (filter: StudentFilter) => studentCountSlot(filter, ttl), repository),
});

export type StudentSources = ReturnType<typeof studentSources>;
