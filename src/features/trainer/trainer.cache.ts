import type { CacheLifetimes } from '../../config/config';
import type { Slot } from '../../platform/cache/source';
import { tag, type Tag, type Tags } from '../../platform/cache/tag';
import { listKey } from '../../shared/connection/list-key';
import type { UserId } from '../../shared/ids';
import type { TrainerFilter, TrainerPageQuery } from './trainer.repository';

const ALL_TRAINERS = tag('trainers');

const one = (id: string): Tag => tag(`trainer:${id}`);

/** Everything that shows the trainer: its record and all lists of trainers. */
export const trainerChanged = (id: string): Tags => [one(id), ALL_TRAINERS];

export const trainerSlot = (id: UserId, ttl: CacheLifetimes): Slot => ({
  key: `single_trainer:${id}`,
  tags: [one(id)],
  ttlMs: ttl.record,
});

export const trainerPageSlot = ({ first, after, ...filter }: TrainerPageQuery, ttl: CacheLifetimes): Slot => ({
  key: listKey('all_trainers', { first, after: after && `${after.name}/${after.id}`, search: filter.search }),
  tags: [ALL_TRAINERS],
  ttlMs: ttl.list,
});

export const trainerCountSlot = (filter: TrainerFilter, ttl: CacheLifetimes): Slot => ({
  key: listKey('all_trainers:count', { search: filter.search }),
  tags: [ALL_TRAINERS],
  ttlMs: ttl.list,
});
