import type { CacheLifetimes } from '../../config/config';
import type { Slot } from '../../platform/cache/source';
import { tag, type Tag, type Tags } from '../../platform/cache/tag';
import type { CacheSource } from '../../platform/cache/source';
import { listKey } from '../../shared/connection/list-key';
import type { LectureId } from '../../shared/ids';
import { pageSource, countSource, recordSource } from '../../shared/list-source';
import type { LectureEntity, LectureFilter, LecturePageQuery, LectureRepository } from './lecture.repository';
import type { LocalDay } from '../../shared/local-day';
import { timeZoneKey } from '../../config/time-zone';

const DAY_MS = 24 * 3_600_000;
/** A list over more days than this hangs on all lectures rather than on each of its days. */
const DAYS_TAGGED = 31;

const ALL_LECTURES = tag('lectures');

const one = (id: string): Tag => tag(`lecture:${id}`);

const ofTrainer = (id: string): Tag => tag(`lectures:trainer:${id}`);

const onDay = (at: number): Tag => tag(`lectures:day:${new Date(at).toISOString().slice(0, 10)}`);

/** The days, in UTC, of all instants from `from` up to, not including, `to`; null for too many of them. */
function daysOf(from: Date, to: Date): Tags | null {
  const first = Math.floor(from.getTime() / DAY_MS);
  const last = Math.max(first, Math.ceil(to.getTime() / DAY_MS) - 1);
  if (last - first >= DAYS_TAGGED) return null;
  const rest = Array.from({ length: last - first }, (_, index) => onDay((first + index + 1) * DAY_MS));
  return [onDay(first * DAY_MS), ...rest];
}

/** A list shows the lectures of its trainer, or of its days, or any. */
function listTags({ from, to, trainerId }: LectureFilter): Tags {
  if (trainerId) return [ofTrainer(trainerId)];
  return (from && to && daysOf(from, to)) || [ALL_LECTURES];
}

/** What a change must know of a lecture, before and after. */
export interface LecturePlace {
  id: string;
  trainerId: string;
  startsAt: Date;
}

/** Everything that shows the lecture: its record, all lists, its trainer's, and those of its days before and after. */
export const lectureChanged = (now: LecturePlace, before: LecturePlace = now): Tags => [
  one(now.id),
  ALL_LECTURES,
  ...new Set([ofTrainer(now.trainerId), onDay(now.startsAt.getTime()), onDay(before.startsAt.getTime())]),
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

/** Today's lectures end with the day at the latest. All names of a zone share them. */
const todaySlot = (day: LocalDay, ttl: CacheLifetimes): Slot => ({
  key: listKey('today_lectures', { date: day.date, zone: timeZoneKey(day.timeZone) }),
  tags: listTags({ from: day.start, to: day.end }),
  ttlMs: ttl.today,
  until: day.end.getTime(),
});

const inOrder = ({ from, to, trainerId }: LectureFilter) => ({
  from: from?.toISOString(),
  to: to?.toISOString(),
  trainer: trainerId,
});

/** Lectures by id, pages, counts and days: from the cache, else from the repository. */
export function lectureSources(repository: LectureRepository, ttl: CacheLifetimes) {
  const today: CacheSource<LocalDay, LectureEntity[]> = {
    cache: 'today',
    slot: (day) => todaySlot(day, ttl),
    load: (days) => Promise.all(days.map((day) => repository.onDay(day.start, day.end))),
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

/** Pages of many trainers, as a list of trainers asks for them, take one statement together. */
async function loadPages(repository: LectureRepository, queries: readonly LecturePageQuery[]) {
  const first = queries[0];
  const alike = first && queries.every((query) => isTrainerPage(query) && samePlace(query, first));
  if (!alike || queries.length === 1) return Promise.all(queries.map((query) => repository.page(query)));
  const trainerIds = queries.map((query) => query.trainerId ?? '');
  const pages = await repository.pagesByTrainer(trainerIds, first.first, first.after);
  return trainerIds.map((id) => pages.get(id) ?? { rows: [], hasNext: false });
}

async function loadCounts(repository: LectureRepository, filters: readonly LectureFilter[]) {
  if (filters.length === 1 || !filters.every(isTrainerPage)) {
    return Promise.all(filters.map((filter) => repository.count(filter)));
  }
  const trainerIds = filters.map((filter) => filter.trainerId ?? '');
  const counts = await repository.countByTrainers(trainerIds);
  return trainerIds.map((id) => counts.get(id) ?? 0);
}

const isTrainerPage = (filter: LectureFilter) => Boolean(filter.trainerId) && !filter.from && !filter.to;

const samePlace = (a: LecturePageQuery, b: LecturePageQuery) =>
  a.first === b.first && a.after?.id === b.after?.id && a.after?.startsAt.getTime() === b.after?.startsAt.getTime();
