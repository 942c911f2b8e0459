import { DEFAULT_PAGE } from '../shared/connection/page-args';
import type { LectureSources } from '../features/lecture/lecture.loader';
import { localDay } from '../shared/local-day';
import type { StudentSources } from '../features/student/student.loader';
import type { TrainerSources } from '../features/trainer/trainer.loader';
import { parseUserId } from '../shared/ids';
import type { Cache } from '../platform/cache/cache';
import { CacheReader } from '../platform/cache/reader';
import type { Job } from './job';

interface WarmUpParts {
  cache: Cache;
  students: StudentSources;
  trainers: TrainerSources;
  lectures: LectureSources;
  timeZone: string;
}

const FIRST_PAGE = { first: DEFAULT_PAGE, after: undefined };

/** Fills the cache with what everybody asks first: first pages, today's lectures, and the trainers who give them. */
export const warmUp = ({ cache, students, trainers, lectures, timeZone }: WarmUpParts): Job => ({
  name: 'warm-up',
  async run() {
    const reader = new CacheReader(cache, true);
    reader.log.unasked = true;
    const [studentPage, trainerPage, lecturePage, today] = await Promise.all([
      reader.read(students.page, { ...FIRST_PAGE, search: undefined, course: undefined }),
      reader.read(trainers.page, { ...FIRST_PAGE, search: undefined }),
      reader.read(lectures.page, { ...FIRST_PAGE, from: undefined, to: undefined, trainerId: undefined }),
      reader.read(lectures.today, localDay(new Date(), timeZone)),
    ]);
    const teaching = [...(lecturePage?.rows ?? []), ...(today ?? [])].map((lecture) => lecture.trainerId);
    const ids = new Set([...teaching, ...(trainerPage?.rows ?? []).map((trainer) => trainer.id)]);
    const wanted = [...ids].map(parseUserId).filter((id) => id !== null);
    const warmed = await Promise.all(wanted.map((id) => reader.read(trainers.one, id)));
    return {
      students: studentPage?.rows.length ?? 0,
      trainers: warmed.length,
      lectures: lecturePage?.rows.length ?? 0,
      today: today?.length ?? 0,
    };
  },
});
