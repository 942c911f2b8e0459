import type { CacheLifetimes } from '../../config/config';
import type { CacheSource } from '../../platform/cache/source';
import { tag, type Tag, type Tags } from '../../platform/cache/tag';
import { listKey } from '../../shared/connection/list-key';
import type { OrganizationId } from '../../shared/ids';
import { countSource, pageSource, recordSource } from '../../shared/list-source';
import type { OrganizationCounts, OrganizationPageQuery, OrganizationRepository } from './organization.repository';

const ALL_ORGANIZATIONS = tag('organizations');

const one = (id: string): Tag => tag(`organization:${id}`);

/** Changes with the members of an organization. */
export const membersTag = (id: string): Tag => tag(`organization:members:${id}`);

/** Changes with the courses of an organization. */
export const coursesOfOrganizationTag = (id: string): Tag => tag(`courses:organization:${id}`);

/** Everything that shows the organization: its record and the list. */
export const organizationChanged = (id: string): Tags => [one(id), ALL_ORGANIZATIONS];

/** Organizations by id, the list and its length, and how many belong to one: from the cache, else from the repository. */
export function organizationSources(repository: OrganizationRepository, ttl: CacheLifetimes) {
  const ttlMs = ttl.organizations;
  const counts: CacheSource<OrganizationId, OrganizationCounts> = {
    cache: 'organization',
    slot: (id) => ({
      key: `organization:counts:${id}`,
      tags: [membersTag(id), coursesOfOrganizationTag(id)],
      ttlMs,
    }),
    load: (ids) => repository.counts(ids),
  };
  return {
    one: recordSource(
      'organization',
      (id: OrganizationId) => ({ key: `organization:${id}`, tags: [one(id)], ttlMs }),
      repository,
    ),
    page: pageSource(
      'organizations',
      ({ first, after }: OrganizationPageQuery) => ({
        key: listKey('organizations', { first, after: after && `${after.name}/${after.id}` }),
        tags: [ALL_ORGANIZATIONS],
        ttlMs,
      }),
      repository,
    ),
    count: countSource(
      'organizations',
      (_all: Record<string, never>) => ({ key: 'organizations:count:', tags: [ALL_ORGANIZATIONS], ttlMs }),
      repository,
    ),
    counts,
  };
}

export type OrganizationSources = ReturnType<typeof organizationSources>;
