import { defineFeature } from '../../shared/feature';
import { course } from '../course/course.feature';
import { enrollment } from '../enrollment/enrollment.feature';
import { trainer } from '../trainer/trainer.feature';
import { statsRoutes } from './rest/stats.routes';
import { TrainerStatsService, trainerStatsSource } from './trainer-stats';
import { TrainerStatsResolver } from './trainer-stats.resolver';

/** Numbers about other nouns, which change with their tags. */
export const stats = defineFeature({
  name: 'stats',
  uses: { trainer, course, enrollment },
  caches: ['stats'],
  keys: [{ prefix: 'stats:', holds: 'statistics' }],
  resolvers: [TrainerStatsResolver],
  routes: statsRoutes,
  create({ database, config }, { trainer }) {
    const trainerStats = new TrainerStatsService(trainerStatsSource(database, config.cache.ttlMs), trainer.service);
    return { resolvers: [new TrainerStatsResolver(trainerStats)] };
  },
});
