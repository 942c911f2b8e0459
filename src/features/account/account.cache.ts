import type { CacheLifetimes } from '../../config/config';
import type { CacheSource } from '../../platform/cache/source';
import { tag, type Tag } from '../../platform/cache/tag';
import type { UserId } from '../../shared/ids';
import type { AccountRepository } from './account.repository';
import type { Profile, PersonRoles } from './person-role';

/** Changes with every change of the user. */
export const profileTag = (id: string): Tag => tag(`user:${id}`);

export const profileKey = (id: string): string => `user:${id}`;

/** The signed-in user's record: role and rights of every request, and the answer of `me`. */
export const profileSource = (
  accounts: AccountRepository,
  roles: PersonRoles,
  ttl: CacheLifetimes,
): CacheSource<UserId, Profile> => ({
  cache: 'profile',
  slot: (id) => ({ key: profileKey(id), tags: [profileTag(id)], ttlMs: ttl.profile }),
  async load(ids) {
    const found = new Map((await accounts.profiles(roles, ids)).map((profile) => [profile.id, profile]));
    return ids.map((id) => found.get(id) ?? null);
  },
});

export type ProfileSource = ReturnType<typeof profileSource>;
