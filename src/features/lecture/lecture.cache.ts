import type { CacheLifetimes } from '../../config/config';
import { timeZoneKey } from '../../config/time-zone';
import type { CacheSource, Slot } from '../../platform/cache/source';
import { tag, type Tag, type Tags } from '../../platform/cache/tag';
import { listKey } from '../../shared/connection/list-key';
import type { LectureId } from '../../shared/ids';
import { countSource, pageSource, recordSource } from '../../shared/list-source';
import type { LocalDay } from '../../shared/local-day';
import { loadCounts, loadPages } from './lecture.batches';
import type { LectureEntity } from './lecture.record';
import type { LectureFilter, LecturePageQuery, LectureRepository } from './lecture.repository';

const DAY_MS = 24 * 3_600_000;
/** A list over more days has the tag of all lectures instead of one for each day. */
const DAYS_TAGGED = 31;

const ALL_LECTURES = tag('lectures');

const one = (id: string): Tag => tag(`lecture:${id}`);

const ofTrainer = (id: string): Tag => tag(`lectures:trainer:${id}`);

/** The lectures of a course, or those without a course. */
const ofCourse = (id: string | null): Tag => tag(id === null ? 'lectures:no-course' : `lectures:course:${id}`);

const onDay = (at: number): Tag => tag(`lectures:day:${new Date(at).toISOString().slice(0, 10)}`);

/** The UTC days from `from` up to `to`, which is excluded; null if there are too many. */
function daysOf(from: Date, to: Date): Tags | null {
  const first = Math.floor(from.getTime() / DAY_MS);
  const last = Math.max(first, Math.ceil(to.getTime() / DAY_MS) - 1);
  if (last - first >= DAYS_TAGGED) return null;
  const rest = Array.from({ length: last - first }, (_, index) => onDay((first + index + 1) * DAY_MS));
  return [onDay(first * DAY_MS), ...rest];
}

/** The narrowest tags that cover the list: those of its courses, its trainer, its days, or all lectures. */
function listTags({ from, to, trainerId, courseId, memberOf }: LectureFilter): Tags {
  if (courseId) return [ofCourse(courseId)];
  if (memberOf) return [ofCourse(null), ...memberOf.map(ofCourse)];
  if (trainerId) return [ofTrainer(trainerId)];
  return (from && to && daysOf(from, to)) || [ALL_LECTURES];
}

/** What a change must know of a lecture, before and after. */
export interface LecturePlace {
  id: string;
  trainerId: string;
  courseId: string | null;
  startsAt: Date;
}

const placeTags = ({ trainerId, courseId, startsAt }: LecturePlace): Tags => [
  ofTrainer(trainerId),
  ofCourse(courseId),
  onDay(startsAt.getTime()),
];

/** Everything that shows the lecture: its record, all lists, and those of its trainer, course and day before and after. */
export const lectureChanged = (now: LecturePlace, before: LecturePlace = now): Tags => [
  one(now.id),
  ALL_LECTURES,
  ...new Set([...placeTags(now), ...placeTags(before)]),
];

/**
 * Everything that shows a lecture of a course which was archived, restored or handed over.
 *
 * @param trainerIds of the course, before and after
 */
export const courseOfLecturesChanged = (
  courseId: string,
  lectures: readonly LecturePlace[],
  trainerIds: readonly string[],
): Tags => [
  ALL_LECTURES,
  ofCourse(courseId),
  ...new Set([...trainerIds.map(ofTrainer), ...lectures.map(({ startsAt }) => onDay(startsAt.getTime()))]),
  ...lectures.map(({ id }) => one(id)),
];

const lectureSlot = (id: LectureId, ttl: CacheLifetimes): Slot => ({
  key: `single_lecture:${id}`,
  tags: [one(id)],
  ttlMs: ttl.record,
});

const lecturePageSlot = ({ first, after, ...filter }: LecturePageQuery, ttl: CacheLifetimes): Slot => ({
  key: listKey('all_lectures', {
    first,
    after: after && `${after.startsAt.toISOString()}/${after.id}`,
    ...inOrder(filter),
  }),
  tags: listTags(filter),
  ttlMs: ttl.lectures,
});

const lectureCountSlot = (filter: LectureFilter, ttl: CacheLifetimes): Slot => ({
  key: listKey('all_lectures:count', inOrder(filter)),
  tags: listTags(filter),
  ttlMs: ttl.lectures,
});

/** The lectures of a local day. */
export interface DayQuery extends Pick<LectureFilter, 'trainerId' | 'memberOf'> {
  day: LocalDay;
  /** The client asked for today, so the answer ends with this day. */
  isToday: boolean;
}

/** All names of a time zone share a day's lectures. */
const daySlot = ({ day, isToday, trainerId, memberOf }: DayQuery, ttl: CacheLifetimes): Slot => ({
  key: listKey('today_lectures', {
    date: day.date,
    zone: timeZoneKey(day.timeZone),
    ...inOrder({ trainerId, memberOf }),
  }),
  tags: listTags({ from: day.start, to: day.end, trainerId, memberOf }),
  ttlMs: ttl.today,
  until: isToday ? day.end.getTime() : undefined,
});

const inOrder = ({ from, to, trainerId, courseId, memberOf }: LectureFilter) => ({
  from: from?.toISOString(),
  to: to?.toISOString(),
  trainer: trainerId,
  course: courseId,
  members: memberOf && [...memberOf].sort().join('+'),
});

/** @returns null for a day with more lectures than `most` */
async function loadDay(repository: LectureRepository, { day, trainerId, memberOf }: DayQuery, most: number) {
  const lectures = await repository.first(most + 1, { from: day.start, to: day.end, trainerId, memberOf });
  return lectures.length > most ? null : lectures;
}

/**
 * Lectures by id, pages, counts and days: from the cache, else from the repository.
 *
 * @param mostOfDay the most lectures that an operation may read. A day with more is null, which is not cached.
 */
export function lectureSources(repository: LectureRepository, ttl: CacheLifetimes, mostOfDay: number) {
  const today: CacheSource<DayQuery, LectureEntity[]> = {
    cache: 'today',
    slot: (query) => daySlot(query, ttl),
    load: (queries) => Promise.all(queries.map((query) => loadDay(repository, query, mostOfDay))),
  };
  return {
    one: recordSource('lecture', (id: LectureId) => lectureSlot(id, ttl), repository),
    page: {
      ...pageSource('lectures', (query: LecturePageQuery) => lecturePageSlot(query, ttl), repository),
      load: (queries: readonly LecturePageQuery[]) => loadPages(repository, queries),
    },
    count: {
      ...countSource('lectures', (filter: LectureFilter) => lectureCountSlot(filter, ttl), repository),
      load: (filters: readonly LectureFilter[]) => loadCounts(repository, filters),
    },
    today,
  };
}

export type LectureSources = ReturnType<typeof lectureSources>;
