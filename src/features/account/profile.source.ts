import type { CacheLifetimes } from '../../config/config';
import type { CacheSource } from '../../platform/cache/source';
import { tag, type Tag } from '../../platform/cache/tag';
import type { UserId } from '../../shared/ids';
import type { AccountProfile, AccountRepository } from './account.repository';

/** What changes whenever the user does. */
export const profileTag = (id: string): Tag => tag(`user:${id}`);

export const profileKey = (id: string): string => `user:${id}`;

/** The signed-in user's profile: role and rights of every request, and the answer of `me`. */
export const profileSource = (
  accounts: AccountRepository,
  ttl: CacheLifetimes,
): CacheSource<UserId, AccountProfile> => ({
  cache: 'profile',
  slot: (id) => ({ key: profileKey(id), tags: [profileTag(id)], ttlMs: ttl.profile }),
  load: (ids) => Promise.all(ids.map((id) => accounts.profile(id))),
});

export type ProfileSource = ReturnType<typeof profileSource>;
