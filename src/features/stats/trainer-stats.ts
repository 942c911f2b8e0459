import type { CacheLifetimes } from '../../config/config';
import type { CacheSource } from '../../platform/cache/source';
import type { Database } from '../../platform/database/database';
import { Prisma } from '../../platform/database/generated/client';
import { AppError, badInput } from '../../platform/errors/app-error';
import { parseUserId, type UserId } from '../../shared/ids';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import type { Viewer } from '../../shared/viewer';
import { coursesOfTrainerTag } from '../course/course.cache';
import { studentsOfTrainerTag } from '../enrollment/enrollment.cache';
import type { TrainerService } from '../trainer/trainer.service';
import type { TrainerStats } from './trainer-stats.type';

type Counts = Pick<TrainerStats, 'courses' | 'students'>;

/** What trainers' courses come to, in one statement and in the order of the ids. */
async function countsOf(database: Database, trainerIds: readonly string[]): Promise<Counts[]> {
  const rows = await database.read<Counts & { id: string }>(Prisma.sql`
    SELECT trainer_id AS id, count(DISTINCT courses.id)::float8 AS courses, count(DISTINCT student_id)::float8 AS students
    FROM courses LEFT JOIN enrollments ON course_id = courses.id
    WHERE trainer_id = ANY (${[...trainerIds]}::uuid[]) AND archived_at IS NULL GROUP BY trainer_id`);
  const found = new Map(rows.map(({ id, ...counts }) => [id, counts]));
  return trainerIds.map((id) => found.get(id) ?? { courses: 0, students: 0 });
}

export const trainerStatsSource = (
  database: Database,
  { stats: ttlMs }: CacheLifetimes,
): CacheSource<UserId, Counts> => ({
  cache: 'stats',
  slot: (id) => ({
    key: `stats:trainer:${id}`,
    tags: [coursesOfTrainerTag(id), studentsOfTrainerTag(id)],
    ttlMs,
  }),
  load: (ids) => countsOf(database, ids),
});

export class TrainerStatsService {
  constructor(
    private readonly source: CacheSource<UserId, Counts>,
    private readonly trainers: TrainerService,
  ) {}

  /** @throws AppError BAD_USER_INPUT without a trainer's id from an administrator; FORBIDDEN for another trainer's */
  async of(context: RequestContext, trainerId: string | null | undefined): Promise<TrainerStats> {
    const id = whose(viewerOf(context), trainerId);
    const [trainer, counts] = await Promise.all([this.trainers.one(context, id), context.reader.read(this.source, id)]);
    if (!trainer) throw new AppError('NOT_FOUND', 'There is no such trainer.');
    return { courses: 0, students: 0, ...counts, ungraded: 0, averageRating: null };
  }
}

function whose(viewer: Viewer, trainerId: string | null | undefined): UserId {
  if (trainerId === null || trainerId === undefined) {
    if (viewer.role === 'ADMIN') throw badInput('trainerId', 'is required of an administrator');
    return viewer.id;
  }
  const id = parseUserId(trainerId);
  if (viewer.role !== 'ADMIN' && id !== viewer.id) {
    throw new AppError('FORBIDDEN', 'These are another trainer’s numbers.');
  }
  if (!id) throw new AppError('NOT_FOUND', 'There is no such trainer.');
  return id;
}
