import { defineFeature } from '../../shared/feature';
import { account } from '../account/account.feature';
import { admin } from '../admin/admin.feature';
import { lecture } from '../lecture/lecture.feature';
import { student } from '../student/student.feature';
import { trainer } from '../trainer/trainer.feature';
import { newestUsers } from './stats.cache';
import { statsRoutes } from './rest/stats.routes';
import { StatsResolver } from './stats.resolver';
import { StatsService } from './stats.service';

/** Statistics of the whole system. It keeps nothing of its own: everything hangs on the tags of the other nouns. */
export const stats = defineFeature({
  name: 'stats',
  uses: { account, student, trainer, admin, lecture },
  caches: ['stats'],
  keys: [{ prefix: 'stats:', holds: 'statistics' }],
  resolvers: [StatsResolver],
  routes: statsRoutes,
  create({ config, database }, { account, student, trainer, admin, lecture }) {
    const counted = {
      students: student.service,
      trainers: trainer.service,
      admins: admin.service,
      lectures: lecture.service,
    };
    const newest = newestUsers(account.repository, config.cache.ttlMs);
    return { resolvers: [new StatsResolver(new StatsService(counted, newest, account.profiles, database))] };
  },
});
