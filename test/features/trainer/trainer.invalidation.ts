import { invalidation, MINUTE_MS, UUID, type Read } from '../../support/invalidation';
import { updateProfile } from '../account/account.invalidation';

const byAdmin = (query: Read['query']): Read => ({ by: 'admin', query });

/** Lists that may show any trainer, and courses that were found by a trainer’s name. */
export const TRAINER_LISTS = [
  ...['all trainers', 'trainers found', 'trainers of the organization', 'courses found', 'newest users'],
];

invalidation.add({
  reads: {
    'all trainers': byAdmin(() => '{ trainers { totalCount nodes { name } } }'),
    'trainers found': byAdmin(() => '{ trainers(search: "a") { totalCount } }'),
    'the trainer': byAdmin((campus) => `{ trainer(id: "${campus.id('trainer')}") { name } }`),
    'the other trainer': byAdmin((campus) => `{ trainer(id: "${campus.id('otherTrainer')}") { name } }`),
  },
  restore: (campus) => updateProfile(campus, 'trainer', { name: 'Tess Tull', expertise: 'Go' }),
  changes: {
    'a trainer registers': { of: 'registerTrainer', does: (campus) => campus.join('trainer'), misses: TRAINER_LISTS },
    'the trainer takes another name': {
      of: 'updateProfile',
      does: (campus) => updateProfile(campus, 'trainer', { name: 'Tessa Tull' }),
      misses: [...TRAINER_LISTS, 'the trainer', 'the trainer’s me'],
    },
    'the trainer knows more': {
      of: 'updateProfile',
      does: (campus) => updateProfile(campus, 'trainer', { expertise: 'All' }),
      misses: [...TRAINER_LISTS, 'the trainer', 'the trainer’s me'],
    },
  },
  patterns: [
    [/^all_trainers:/, 10 * MINUTE_MS],
    [new RegExp(`^single_trainer:${UUID}$`), 10 * MINUTE_MS],
  ],
  stored: {
    'a page of trainers': {
      query: () => '{ trainers { nodes { id } } }',
      keys: () => ['all_trainers:first=20'],
      lifetimeMs: 10 * MINUTE_MS,
    },
    'one trainer': {
      query: (campus) => `{ trainer(id: "${campus.id('trainer')}") { name } }`,
      keys: (campus) => [`single_trainer:${campus.id('trainer')}`],
      lifetimeMs: 10 * MINUTE_MS,
    },
  },
});
