import { Prisma } from '../../platform/database/generated/client';
import { demoId, pick, type DemoData, type DemoKit } from '../../shared/demo';
import { localDay, type LocalDay } from '../../shared/local-day';
import { TOPICS } from '../trainer/demo-topics';
import { demoTrainers } from '../trainer/trainer.demo';
import type { LectureRecord } from './lecture.repository';

type DemoLecture = Omit<LectureRecord, 'createdAt' | 'updatedAt'>;

const DAYS_BEFORE = 14;
const DAYS_FROM_TODAY = 28;

const LOCATIONS = ['Auditorium', 'Lab 1', 'Lab 2', 'Library', 'Online', 'Room 101', 'Room 102', 'Room 210', 'Studio'];

/** Local times at which lectures begin, by day of the week from Sunday on. */
const WEEKDAY = ['09:00', '09:30', '10:15', '11:00', '13:00', '13:45', '14:30', '15:15', '16:00'];
const BEGINS = [['10:00', '14:00'], WEEKDAY, WEEKDAY, WEEKDAY, WEEKDAY, WEEKDAY, ['09:30', '11:30', '14:00']];

const DURATIONS_MIN = [60, 75, 90, 120];

/**
 * 300 lectures from two weeks before today to four weeks after, in the hours people work there. A day has the same
 * lectures whenever they are made, so that a later load adds the days that have come into sight since.
 * @param trainers the first of them lectures every day
 */
function makeLectures(
  trainers: readonly { id: string; expertise: string }[],
  now: Date,
  timeZone: string,
): DemoLecture[] {
  return daysAround(now, timeZone).flatMap((day) => lecturesOn(day, trainers));
}

function lecturesOn(day: LocalDay, trainers: readonly { id: string; expertise: string }[]): DemoLecture[] {
  const dayNumber = Date.parse(day.date) / 86_400_000;
  const begins = BEGINS[new Date(day.date).getUTCDay()] ?? WEEKDAY;
  return begins.flatMap((begin, slot) => {
    const key = `lecture/${day.date}/${slot}`;
    // Nobody lectures twice on one day, so nobody is in two places at once.
    const trainer = trainers[slot === 0 ? 0 : 1 + ((dayNumber * 8 + slot) % (trainers.length - 1))];
    const topic = TOPICS.find(({ expertise }) => expertise === trainer?.expertise);
    if (!trainer || !topic) return [];
    const startsAt = new Date(day.start.getTime() + minutes(begin) * 60_000);
    const endsAt = new Date(startsAt.getTime() + pick(DURATIONS_MIN, `${key}/duration`) * 60_000);
    const location = LOCATIONS[slot] ?? null;
    return [
      { id: demoId(key), ...pick(topic.lectures, `${key}/title`), location, startsAt, endsAt, trainerId: trainer.id },
    ];
  });
}

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
    const ids = demoTrainers.map(({ id }) => id);
    const rows = await tx.$queryRaw<{ id: string }[]>(
      Prisma.sql`SELECT id FROM trainers WHERE id = ANY (${ids}::uuid[])`,
    );
    const present = new Set(rows.map(({ id }) => id));
    const data = lectures.filter(({ trainerId }) => present.has(trainerId));
    await tx.lecture.createMany({ data, skipDuplicates: true });
  });
}

/** 300 lectures around today, of the demo trainers that are there. */
export const lectureDemo: DemoData = { load };
