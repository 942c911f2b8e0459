import { defineFeature } from '../../shared/feature';
import { idTag, wholeTag } from '../../shared/tag-forms';
import { account } from '../account/account.feature';
import { session } from '../session/session.feature';
import { student } from '../student/student.feature';
import { trainer } from '../trainer/trainer.feature';
import { adminSources } from './admin.cache';
import { adminDemo } from './admin.demo';
import { AdminRepository } from './admin.repository';
import { adminRoutes } from './rest/admin.routes';
import { AdminConnectionResolver, AdminResolver } from './admin.resolver';
import { adminRole } from './admin.role';
import { AdminService } from './admin.service';

/** Administrators: their records and their list. */
export const admin = defineFeature({
  name: 'admin',
  uses: { account, session, student, trainer },
  caches: ['admins', 'admin'],
  keys: [{ prefix: 'admins:', holds: 'administrators and lists of them' }],
  tags: [wholeTag('admins'), idTag('admin')],
  countedLists: ['admins'],
  resolvers: [AdminResolver, AdminConnectionResolver],
  routes: adminRoutes,
  demo: adminDemo,
  create({ database, config }, { account, session }) {
    const repository = new AdminRepository(database);
    const service = new AdminService(adminSources(repository, config.cache.ttlMs), repository, session.registration);
    account.roles.add(adminRole(repository));
    return { service, resolvers: [new AdminResolver(service), new AdminConnectionResolver(service)] };
  },
});
