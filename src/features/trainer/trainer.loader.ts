import type { CacheLifetimes } from '../../config/config';
import type { CacheSource } from '../../platform/cache/source';
import type { Page } from '../../shared/connection/connection';
import type { UserId } from '../../shared/ids';
import { trainerCountSlot, trainerPageSlot, trainerSlot } from './trainer.cache';
import type { TrainerEntity, TrainerFilter, TrainerPageQuery, TrainerRepository } from './trainer.repository';

/** Trainers by id, pages and counts: from the cache, else from the repository in one statement a batch. */
export function trainerSources(repository: TrainerRepository, ttl: CacheLifetimes) {
  const one: CacheSource<UserId, TrainerEntity> = {
    cache: 'trainer',
    slot: (id) => trainerSlot(id, ttl),
    async load(ids) {
      const found = new Map((await repository.byIds(ids)).map((record) => [record.id, record]));
      return ids.map((id) => found.get(id) ?? null);
    },
  };
  const page: CacheSource<TrainerPageQuery, Page<TrainerEntity>> = {
    cache: 'trainers',
    slot: (query) => trainerPageSlot(query, ttl),
    load: (queries) => Promise.all(queries.map((query) => repository.page(query))),
  };
  const count: CacheSource<TrainerFilter, number> = {
    cache: 'trainers',
    slot: (filter) => trainerCountSlot(filter, ttl),
    load: (filters) => Promise.all(filters.map((filter) => repository.count(filter))),
  };
  return { one, page, count };
}

export type TrainerSources = ReturnType<typeof trainerSources>;
