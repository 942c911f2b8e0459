import type { CacheLifetimes } from '../../config/config';
import type { Slot } from '../../platform/cache/source';
import { tag, type Tag, type Tags } from '../../platform/cache/tag';
import { listKey } from '../../shared/connection/list-key';
import { countSource, pageSource, recordSource } from '../../shared/list-source';
import type { UserId } from '../../shared/ids';
import type { TrainerFilter, TrainerPageQuery, TrainerRepository } from './trainer.repository';

/** Changes with every change of any trainer. */
export const ALL_TRAINERS = tag('trainers');

const one = (id: string): Tag => tag(`trainer:${id}`);

/** Everything that shows the trainer: its record and all lists of trainers. */
export const trainerChanged = (id: string): Tags => [one(id), ALL_TRAINERS];

const trainerSlot = (id: UserId, ttl: CacheLifetimes): Slot => ({
  key: `single_trainer:${id}`,
  tags: [one(id)],
  ttlMs: ttl.record,
});

const trainerPageSlot = ({ first, after, ...filter }: TrainerPageQuery, ttl: CacheLifetimes): Slot => ({
  key: listKey('all_trainers', { first, after: after && `${after.name}/${after.id}`, ...inOrder(filter) }),
  tags: [ALL_TRAINERS],
  ttlMs: ttl.list,
});

const trainerCountSlot = (filter: TrainerFilter, ttl: CacheLifetimes): Slot => ({
  key: listKey('all_trainers:count', inOrder(filter)),
  tags: [ALL_TRAINERS],
  ttlMs: ttl.list,
});

const inOrder = ({ search, organizationId }: TrainerFilter) => ({ search, organization: organizationId });

/** Trainers by id, pages and counts: from the cache, else from the repository. */
export const trainerSources = (repository: TrainerRepository, ttl: CacheLifetimes) => ({
  one: recordSource('trainer', (id: UserId) => trainerSlot(id, ttl), repository),
  page: pageSource('trainers', (query: TrainerPageQuery) => trainerPageSlot(query, ttl), repository),
  count: countSource('trainers', (filter: TrainerFilter) => trainerCountSlot(filter, ttl), repository),
});

export type TrainerSources = ReturnType<typeof trainerSources>;
