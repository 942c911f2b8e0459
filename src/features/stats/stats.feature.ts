import { defineFeature } from '../../shared/feature';
import { account } from '../account/account.feature';
import { admin } from '../admin/admin.feature';
import { course } from '../course/course.feature';
import { enrollment } from '../enrollment/enrollment.feature';
import { lecture } from '../lecture/lecture.feature';
import { student } from '../student/student.feature';
import { trainer } from '../trainer/trainer.feature';
import { newestUsers } from './stats.cache';
import { statsRoutes } from './rest/stats.routes';
import { StatsResolver } from './stats.resolver';
import { StatsService } from './stats.service';
import { trainerStatsSource } from './trainer-stats.cache';
import { TrainerStatsRepository } from './trainer-stats.repository';
import { TrainerStatsResolver } from './trainer-stats.resolver';
import { TrainerStatsService } from './trainer-stats.service';

/** Statistics of the whole system. It stores nothing: its cache entries have the tags of other features. */
export const stats = defineFeature({
  name: 'stats',
  uses: { account, student, trainer, admin, course, enrollment, lecture },
  caches: ['stats'],
  keys: [{ prefix: 'stats:', holds: 'statistics' }],
  resolvers: [StatsResolver, TrainerStatsResolver],
  routes: statsRoutes,
  create({ config, database }, { account, student, trainer, admin, course, lecture }) {
    const counted = {
      students: student.service,
      trainers: trainer.service,
      admins: admin.service,
      courses: course.service,
      lectures: lecture.service,
    };
    const newest = newestUsers(account.repository, config.cache.ttlMs);
    const systemStats = new StatsService(counted, newest, account.profiles, database);
    const trainerCounts = trainerStatsSource(new TrainerStatsRepository(database), config.cache.ttlMs);
    const trainerStats = new TrainerStatsService(trainerCounts, trainer.service);
    return { resolvers: [new StatsResolver(systemStats), new TrainerStatsResolver(trainerStats)] };
  },
});
