import type { CacheLifetimes } from '../../config/config';
import type { Slot } from '../../platform/cache/source';
import { tag, type Tag, type Tags } from '../../platform/cache/tag';
import { timeZoneKey } from '../../platform/time-zone';
import { listKey } from '../connection/list-key';
import type { LectureId } from '../user/ids';
import type { LectureFilter, LecturePageQuery } from './lecture.repository';
import type { LocalDay } from './local-day';

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

export const lectureSlot = (id: LectureId, ttl: CacheLifetimes): Slot => ({
  key: `single_lecture:${id}`,
  tags: [one(id)],
  ttlMs: ttl.record,
});

export const lecturePageSlot = ({ first, after, ...filter }: LecturePageQuery, ttl: CacheLifetimes): Slot => ({
  key: listKey('all_lectures', {
    first,
    after: after && `${after.startsAt.toISOString()}/${after.id}`,
    ...inOrder(filter),
  }),
  tags: listTags(filter),
  ttlMs: ttl.lectures,
});

export const lectureCountSlot = (filter: LectureFilter, ttl: CacheLifetimes): Slot => ({
  key: listKey('all_lectures:count', inOrder(filter)),
  tags: listTags(filter),
  ttlMs: ttl.lectures,
});

/** Today's lectures end with the day at the latest. All names of a zone share them. */
export const todaySlot = (day: LocalDay, ttl: CacheLifetimes): Slot => ({
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
