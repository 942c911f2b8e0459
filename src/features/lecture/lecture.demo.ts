import { Prisma } from '../../platform/database/generated/client';
import { demoCourses } from '../course/course.demo';
import { demoId, pick, type DemoData, type DemoKit } from '../../shared/demo';
import { localDay, type LocalDay } from '../../shared/local-day';
import { TOPICS } from '../trainer/demo-topics';
import { demoTrainers } from '../trainer/trainer.demo';
import type { LectureRecord } from './lecture.record';

type DemoLecture = Omit<LectureRecord, 'createdAt' | 'updatedAt' | 'completedAt'>;

type DemoTrainer = Pick<(typeof demoTrainers)[number], 'id' | 'expertise'>;

const DAYS_BEFORE = 14;
const DAYS_FROM_TODAY = 28;

const LOCATIONS = ['Auditorium', 'Lab 1', 'Lab 2', 'Library', 'Online', 'Room 101', 'Room 102', 'Room 210', 'Studio'];

/** Local times at which lectures begin, by day of the week from Sunday on. */
const WEEKDAY = ['09:00', '09:30', '10:15', '11:00', '13:00', '13:45', '14:30', '15:15', '16:00'];
const BEGINS = [['10:00', '14:00'], WEEKDAY, WEEKDAY, WEEKDAY, WEEKDAY, WEEKDAY, ['09:30', '11:30', '14:00']];

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const DURATIONS_MIN = [60, 75, 90, 120];

/**
 * More than 300 lectures in local working hours, from two weeks before today to four weeks after. A day always gets the same
 * lectures, so a later load adds only the days that were not yet in this range.
 *
 * @param trainers the first of them lectures every day
 */
function makeLectures(trainers: readonly DemoTrainer[], now: Date, timeZone: string): DemoLecture[] {
  return daysAround(now, timeZone).flatMap((day) => lecturesOn(day, trainers));
}

/** Nobody lectures twice on one day, so nobody is in two places at once. */
function lecturesOn(day: LocalDay, trainers: readonly DemoTrainer[]): DemoLecture[] {
  const ofCourses = courseLecturesOn(day, trainers);
  const busy = new Set(ofCourses.map(({ trainerId }) => trainerId));
  return [...ofCourses, ...openLecturesOn(day, trainers).filter(({ trainerId }) => !busy.has(trainerId))];
}

/** Each course has one lecture a week, as its schedule says; every second course is online. */
function courseLecturesOn(day: LocalDay, trainers: readonly DemoTrainer[]): DemoLecture[] {
  return demoCourses.flatMap((course, nth) => {
    const [weekday, begin = ''] = course.schedule.split(', ');
    const trainer = trainers.find(({ id }) => id === course.trainerId);
    if (!trainer || weekday !== `${WEEKDAYS[weekdayOf(day)]}s`) return [];
    const room = nth % 2 === 0 ? `room-${day.date}-${nth + 1}` : null;
    const link = room && `https://meet.stms.example/${room}`;
    const place = {
      location: room ? null : `Hall ${nth + 1}`,
      roomId: room,
      meetingLink: link,
    };
    const key = `lecture/${day.date}/${course.title}`;
    return lectureAt(day, begin, key, trainer).map((lecture) => ({
      ...{ ...lecture, ...place, courseId: course.id, mode: room ? ('VIRTUAL' as const) : ('OFFLINE' as const) },
    }));
  });
}

/** Lectures without a course, for everybody. */
function openLecturesOn(day: LocalDay, trainers: readonly DemoTrainer[]): DemoLecture[] {
  const dayNumber = Date.parse(day.date) / 86_400_000;
  return (BEGINS[weekdayOf(day)] ?? WEEKDAY).flatMap((begin, slot) => {
    const trainer = trainers[slot === 0 ? 0 : 1 + ((dayNumber * 8 + slot) % (trainers.length - 1))];
    if (!trainer) return [];
    const place = { location: LOCATIONS[slot] ?? null, roomId: null, meetingLink: null };
    return lectureAt(day, begin, `lecture/${day.date}/${slot}`, trainer).map((lecture) => ({
      ...{ ...lecture, ...place, courseId: null, mode: 'OFFLINE' as const },
    }));
  });
}

/** @returns none for a trainer whose expertise has no topic */
function lectureAt(day: LocalDay, begin: string, key: string, trainer: DemoTrainer) {
  const topic = TOPICS.find(({ expertise }) => expertise === trainer.expertise);
  if (!topic) return [];
  const startsAt = new Date(day.start.getTime() + minutes(begin) * 60_000);
  const endsAt = new Date(startsAt.getTime() + pick(DURATIONS_MIN, `${key}/duration`) * 60_000);
  return [{ id: demoId(key), ...pick(topic.lectures, `${key}/title`), startsAt, endsAt, trainerId: trainer.id }];
}

const weekdayOf = ({ date }: LocalDay): number => new Date(date).getUTCDay();

function daysAround(now: Date, timeZone: string): LocalDay[] {
  const today = localDay(now, timeZone);
  const before: LocalDay[] = [];
  for (let day = today; before.length < DAYS_BEFORE;) {
    day = localDay(new Date(day.start.getTime() - 1), timeZone);
    before.unshift(day);
  }
  const after: LocalDay[] = [];
  for (let day = today; after.length < DAYS_FROM_TODAY; day = localDay(day.end, timeZone)) after.push(day);
  return [...before, ...after];
}

function minutes(clock: string): number {
  const [hours = 0, rest = 0] = clock.split(':').map(Number);
  return hours * 60 + rest;
}

async function load({ database, now, timeZone }: DemoKit): Promise<void> {
  const lectures = makeLectures(demoTrainers, now, timeZone);
  await database.transaction(async (tx) => {
    const trainers = demoTrainers.map(({ id }) => id);
    const courses = demoCourses.map(({ id }) => id);
    const rows = await tx.$queryRaw<{ id: string; trainerId: string }[]>(
      Prisma.sql`SELECT id, id AS "trainerId" FROM trainers WHERE id = ANY (${trainers}::uuid[])
        UNION ALL SELECT id, trainer_id FROM courses WHERE id = ANY (${courses}::uuid[])`,
    );
    // The trainer may have been deleted, or the course handed over.
    const present = new Set(rows.map(({ id, trainerId }) => `${id} ${trainerId}`));
    const data = lectures.filter(({ trainerId, courseId }) => present.has(`${courseId ?? trainerId} ${trainerId}`));
    await tx.lecture.createMany({ data, skipDuplicates: true });
  });
}

/** More than 300 lectures around today, for the demo trainers and courses that exist. */
export const lectureDemo: DemoData = { load };
