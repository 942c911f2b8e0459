import { defineFeature } from '../../shared/feature';
import { idTag } from '../../shared/tag-forms';
import { profileSource } from './account.cache';
import { AccountRepository } from './account.repository';
import { AccountResolver } from './account.resolver';
import { AccountService } from './account.service';
import { AccountAdministration } from './administration.service';
import { CurrentPassword } from './current-password';
import { NotificationService } from './notification.service';
import { NotificationsResolver } from './notifications.resolver';
import { accountRoutes } from './rest/account.routes';
import { PersonRoles } from './person-role';

/** Who may sign in, and with what; the record of the signed-in user. */
export const account = defineFeature({
  name: 'account',
  uses: {},
  caches: ['profile'],
  keys: [{ prefix: 'user:', holds: 'profiles' }],
  tags: [idTag('user')],
  resolvers: [AccountResolver, NotificationsResolver],
  routes: accountRoutes,
  create({ config, database, writer, sessions, limiter }) {
    const roles = new PersonRoles();
    const repository = new AccountRepository(database);
    const profiles = profileSource(repository, roles, config.cache.ttlMs);
    const currentPassword = new CurrentPassword(repository, limiter);
    const service = new AccountService(repository, profiles, roles, currentPassword, sessions, writer);
    const administration = new AccountAdministration(repository, roles, sessions, writer);
    const notifications = new NotificationService(repository, profiles, writer);
    const resolvers = [new AccountResolver(service, administration), new NotificationsResolver(notifications)];
    return { repository, profiles, roles, currentPassword, resolvers };
  },
});
