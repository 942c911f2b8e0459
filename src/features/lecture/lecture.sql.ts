import { where } from '../../platform/database/conditions';
import { Prisma } from '../../platform/database/generated/client';
import type { TimePlace } from '../../platform/database/list-page';
import { LECTURE_COLUMNS } from './lecture.record';

/** Lectures of a list meet all of these. */
export interface LectureFilter {
  /** Begins then or later. */
  from?: Date;
  /** Begins before then. */
  to?: Date;
  trainerId?: string;
  courseId?: string;
  /** Of one of these courses, or without a course. */
  memberOf?: readonly string[];
}

/** Lists leave out the lectures of archived courses, which are few. */
export const SHOWN = Prisma.sql`(course_id IN (SELECT id FROM courses WHERE archived_at IS NOT NULL)) IS NOT TRUE`;

/** The condition "after this place" in the order of all lists of lectures. */
export const behind = (place: TimePlace | undefined) =>
  place && Prisma.sql`(starts_at, lectures.id) > (${place.startsAt}, ${place.id}::uuid)`;

export const conditionsOf = ({ from, to, trainerId, courseId, memberOf }: LectureFilter) => [
  from && Prisma.sql`starts_at >= ${from}`,
  to && Prisma.sql`starts_at < ${to}`,
  trainerId === undefined ? undefined : Prisma.sql`trainer_id = ${trainerId}::uuid`,
  courseId === undefined ? undefined : Prisma.sql`course_id = ${courseId}::uuid`,
  memberOf && Prisma.sql`(course_id IS NULL OR course_id = ANY (${[...memberOf]}::uuid[]))`,
  SHOWN,
];

/** The first rows that meet all conditions, in the order of all lists, each with its sort columns. */
export const rowsOf = (conditions: Parameters<typeof where>, limit: number): Prisma.Sql => Prisma.sql`
  SELECT ${LECTURE_COLUMNS.row}, starts_at, lectures.id FROM lectures ${where(...conditions)}
  ORDER BY starts_at, lectures.id LIMIT ${limit}`;

/** A page over several courses. Each course gives as many rows as the page has, in the order of the index. */
export function pageOfMember(
  courseIds: readonly string[],
  { memberOf: _, ...filter }: LectureFilter,
  after: TimePlace | undefined,
  limit: number,
): Prisma.Sql {
  const ofCourse = (course: Prisma.Sql) => rowsOf([course, ...conditionsOf(filter), behind(after)], limit);
  return Prisma.sql`
    SELECT * FROM (
      (${ofCourse(Prisma.sql`course_id IS NULL`)})
      UNION ALL
      SELECT lecture.* FROM unnest(${[...courseIds]}::uuid[]) AS course (id)
      CROSS JOIN LATERAL (${ofCourse(Prisma.sql`course_id = course.id`)}) AS lecture
    ) AS lectures ORDER BY starts_at, id LIMIT ${limit}`;
}

/** The length of a list. Triggers keep the number of all lectures and of each course's. */
export function countStatement(filter: LectureFilter): Prisma.Sql {
  const { courseId, ...others } = filter;
  const isKept = Object.values(others).every((value) => value === undefined);
  if (!isKept) {
    return Prisma.sql`SELECT count(*)::float8 AS "rows" FROM lectures ${where(...conditionsOf(filter))}`;
  }
  return courseId === undefined ? countOfAll : countOfCourse(courseId);
}

const countOfAll = Prisma.sql`
  SELECT coalesce(sum(CASE WHEN item = '' THEN "rows" ELSE -"rows" END), 0)::float8 AS "rows" FROM row_counts
  WHERE list = 'lectures'
    AND item = ANY (''::text || ARRAY(SELECT 'course:' || id FROM courses WHERE archived_at IS NOT NULL))`;

const countOfCourse = (id: string) => Prisma.sql`
  SELECT coalesce(sum("rows"), 0)::float8 AS "rows" FROM row_counts
  WHERE list = 'lectures' AND item = ${`course:${id}`}
    AND NOT EXISTS (SELECT FROM courses WHERE id = ${id}::uuid AND archived_at IS NOT NULL)`;
