import type { CacheLifetimes } from '../../config/config';
import type { CacheSource } from '../../platform/cache/source';
import type { Page } from '../../shared/connection/connection';
import type { UserId } from '../../shared/ids';
import { studentCountSlot, studentPageSlot, studentSlot } from './student.cache';
import type { StudentEntity, StudentFilter, StudentPageQuery, StudentRepository } from './student.repository';

/** Students by id, pages and counts: from the cache, else from the repository in one statement a batch. */
export function studentSources(repository: StudentRepository, ttl: CacheLifetimes) {
  const one: CacheSource<UserId, StudentEntity> = {
    cache: 'student',
    slot: (id) => studentSlot(id, ttl),
    async load(ids) {
      const found = new Map((await repository.byIds(ids)).map((record) => [record.id, record]));
      return ids.map((id) => found.get(id) ?? null);
    },
  };
  const page: CacheSource<StudentPageQuery, Page<StudentEntity>> = {
    cache: 'students',
    slot: (query) => studentPageSlot(query, ttl),
    load: (queries) => Promise.all(queries.map((query) => repository.page(query))),
  };
  const count: CacheSource<StudentFilter, number> = {
    cache: 'students',
    slot: (filter) => studentCountSlot(filter, ttl),
    load: (filters) => Promise.all(filters.map((filter) => repository.count(filter))),
  };
  return { one, page, count };
}

export type StudentSources = ReturnType<typeof studentSources>;
