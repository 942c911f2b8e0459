import { badInput } from '../../../platform/errors/app-error';
import { parseLocalTime } from '../../../shared/local-time';
import { computed } from '../../../shared/rest/properties';
import { document, idOf, optional, record, reference, spelled } from '../../../shared/rest/record';
import { lowerCase } from '../../../shared/rest/spelling';
import { dateTime, float, text } from '../../../shared/rest/wire';
import {
  LectureCourseFragmentDoc,
  LectureCourseTrainerFragmentDoc,
  LectureFragmentDoc,
  LectureOfTodayFragmentDoc,
} from './lecture.operations.generated';

/*
 * Lectures on the wire have a start and a duration instead of two times. One field holds the link of a virtual lecture or
 * the place of any other.
 */

interface Shown {
  description: string | null;
  location: string | null;
  startsAt: string;
  endsAt: string;
  mode: string;
  meetingLink: string | null;
}

const MINUTE_MS = 60_000;

const minutesOf = ({ startsAt, endsAt }: Pick<Shown, 'startsAt' | 'endsAt'>): number =>
  Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / MINUTE_MS);

const PROPERTIES = {
  title: 'title',
  timing: computed(dateTime('When the lecture begins.'), ({ startsAt }: Shown) => startsAt),
  description: computed(text('What the lecture is about.'), ({ description }: Shown) => description ?? ''),
  duration: computed(float('In minutes.'), minutesOf),
  type: spelled('mode', lowerCase),
  status: spelled('status', lowerCase),
  roomId: optional('roomId'),
  meetingLink: {
    read: ({ mode, location, meetingLink }: Shown) => (mode === 'OFFLINE' ? location : meetingLink) ?? undefined,
    describe: text('The link of a virtual lecture, the place of an offline one.').describe,
    isOptional: true,
  },
} as const;

/** A lecture with the id of its course. */
export const LECTURE = document(LectureFragmentDoc, { ...PROPERTIES, courseId: idOf('course') });

const TRAINER = record(LectureCourseTrainerFragmentDoc, { _id: 'id', name: 'name' });

const COURSE = record(LectureCourseFragmentDoc, {
  _id: 'id',
  title: 'title',
  trainerId: reference('trainer', TRAINER),
});

/** A lecture with its course and the course's trainer. */
export const LECTURE_OF_TODAY = document(LectureOfTodayFragmentDoc, {
  ...PROPERTIES,
  courseId: reference('course', COURSE),
});

/** @throws AppError BAD_USER_INPUT on `timing` */
export function startOf(timing: string, timeZone: string): Date {
  const at = parseLocalTime(timing, timeZone);
  if (!at) throw badInput('timing', 'must be a date and time, such as 2026-11-28T09:30');
  return at;
}

/** @throws AppError BAD_USER_INPUT on `duration` */
export function endOf(startsAt: Date, minutes: number): Date {
  const at = new Date(startsAt.getTime() + minutes * MINUTE_MS);
  if (minutes <= 0 || Number.isNaN(at.getTime())) throw badInput('duration', 'must be a number of minutes above 0');
  return at;
}
