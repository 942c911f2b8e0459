import { defineFeature } from '../../shared/feature';
import { idTag } from '../../shared/tag-forms';
import { profileSource } from './account.cache';
import { AccountRepository } from './account.repository';
import { AccountResolver } from './account.resolver';
import { AccountService } from './account.service';
import { PersonRoles } from './person-role';

/** Who may sign in, and with what; the record of the signed-in user. */
export const account = defineFeature({
  name: 'account',
  uses: {},
  caches: ['profile'],
  keys: [{ prefix: 'user:', holds: 'profiles' }],
  tags: [idTag('user')],
  resolvers: [AccountResolver],
  create({ config, database, writer }) {
    const roles = new PersonRoles();
    const repository = new AccountRepository(database);
    const profiles = profileSource(repository, roles, config.cache.ttlMs);
    const service = new AccountService(profiles, roles, writer);
    return { repository, profiles, roles, resolvers: [new AccountResolver(service)] };
  },
});
