import type { CacheLifetimes } from '../../config/config';
import type { CacheSource } from '../../platform/cache/source';
import type { UserId } from '../../shared/ids';
import { coursesOfTrainerTag } from '../course/course.cache';
import { studentsOfTrainerTag } from '../enrollment/enrollment.cache';
import type { TrainerCounts, TrainerStatsRepository } from './trainer-stats.repository';

/** The totals of a trainer's courses, by the trainer's id. */
export const trainerStatsSource = (
  repository: TrainerStatsRepository,
  { stats: ttlMs }: CacheLifetimes,
): CacheSource<UserId, TrainerCounts> => ({
  cache: 'stats',
  slot: (id) => ({
    key: `stats:trainer:${id}`,
    tags: [coursesOfTrainerTag(id), studentsOfTrainerTag(id)],
    ttlMs,
  }),
  load: (ids) => repository.counts(ids),
});

export type TrainerStatsSource = ReturnType<typeof trainerStatsSource>;
