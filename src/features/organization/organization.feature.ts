import { defineFeature } from '../../shared/feature';
import { idTag, wholeTag } from '../../shared/tag-forms';
import { account } from '../account/account.feature';
import { student } from '../student/student.feature';
import { trainer } from '../trainer/trainer.feature';
import { OrganizationMembersResolver } from './organization-members.resolver';
import { membersTag, organizationSources } from './organization.cache';
import { organizationDemo } from './organization.demo';
import { OrganizationRepository } from './organization.repository';
import { OrganizationConnectionResolver, OrganizationResolver } from './organization.resolver';
import { OrganizationService } from './organization.service';
import { organizationRoutes } from './rest/organization.routes';
import { UserOrganizationResolver } from './user-organization.resolver';

/** Organizations: whose people and courses belong together. */
export const organization = defineFeature({
  name: 'organization',
  uses: { account, student, trainer },
  caches: ['organizations', 'organization'],
  keys: [
    { prefix: 'organizations:', holds: 'lists of organizations' },
    { prefix: 'organization:', holds: 'organizations' },
  ],
  tags: [
    wholeTag('organizations'),
    idTag('organization'),
    idTag('organization:members'),
    idTag('courses:organization'),
  ],
  countedLists: ['organizations'],
  resolvers: [
    OrganizationResolver,
    OrganizationConnectionResolver,
    UserOrganizationResolver,
    OrganizationMembersResolver,
  ],
  routes: organizationRoutes,
  demo: organizationDemo,
  create({ database, writer, config }, { account, student, trainer }) {
    const repository = new OrganizationRepository(database);
    const sources = organizationSources(repository, config.cache.ttlMs);
    const service = new OrganizationService(sources, repository, account.roles, writer);
    account.roles.addRemovalRule(async ({ tx, id }) => {
      const former = await repository.ofMember(tx, id);
      return former === null ? [] : [membersTag(former)];
    });
    return {
      repository,
      service,
      resolvers: [
        new OrganizationResolver(service),
        new OrganizationConnectionResolver(service),
        new UserOrganizationResolver(service),
        new OrganizationMembersResolver(student.service, trainer.service),
      ],
    };
  },
});
