import type { CacheLifetimes } from '../../config/config';
import { tag, type Tag, type Tags } from '../../platform/cache/tag';
import { listKey } from '../../shared/connection/list-key';
import type { UserId } from '../../shared/ids';
import { countSource, pageSource, recordSource } from '../../shared/list-source';
import type { AdminFilter, AdminPageQuery, AdminRepository } from './admin.repository';

/** Changes with every change of any administrator. */
export const ALL_ADMINS = tag('admins');

const one = (id: string): Tag => tag(`admin:${id}`);

/** Everything that shows the administrator: its record and all lists of administrators. */
export const adminChanged = (id: string): Tags => [one(id), ALL_ADMINS];

/** Administrators by id, pages and counts: from the cache, else from the repository. */
export const adminSources = (repository: AdminRepository, ttl: CacheLifetimes) => ({
  one: recordSource(
    'admin',
    (id: UserId) => ({ key: `admins:one:${id}`, tags: [one(id)], ttlMs: ttl.record }),
    repository,
  ),
  page: pageSource(
    'admins',
    ({ first, after, search }: AdminPageQuery) => ({
      key: listKey('admins', { first, after: after && `${after.name}/${after.id}`, search }),
      tags: [ALL_ADMINS],
      ttlMs: ttl.list,
    }),
    repository,
  ),
  count: countSource(
    'admins',
    ({ search }: AdminFilter) => ({ key: listKey('admins:count', { search }), tags: [ALL_ADMINS], ttlMs: ttl.list }),
    repository,
  ),
});

export type AdminSources = ReturnType<typeof adminSources>;
