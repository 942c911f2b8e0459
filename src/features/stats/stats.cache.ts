import type { CacheLifetimes } from '../../config/config';
import type { CacheSource } from '../../platform/cache/source';
import { ALL_ADMINS } from '../admin/admin.cache';
import type { AccountRepository } from '../account/account.repository';
import { ALL_STUDENTS } from '../student/student.cache';
import { ALL_TRAINERS } from '../trainer/trainer.cache';

/** The ids of the newest users, by their number. */
export const newestUsers = (accounts: AccountRepository, ttl: CacheLifetimes): CacheSource<number, string[]> => ({
  cache: 'stats',
  slot: (first) => ({
    key: `stats:newest:${first}`,
    tags: [ALL_STUDENTS, ALL_TRAINERS, ALL_ADMINS],
    ttlMs: ttl.stats,
  }),
  load: (sizes) => Promise.all(sizes.map((first) => accounts.newest(first))),
});

export type NewestUsers = ReturnType<typeof newestUsers>;
