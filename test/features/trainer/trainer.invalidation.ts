import { invalidation, MINUTE_MS, UUID, type Read } from '../../support/invalidation';
import { updateProfile } from '../account/account.invalidation';

const byAdmin = (query: Read['query']): Read => ({ by: 'admin', query });

const LISTS = ['all trainers', 'trainers found'];

invalidation.add({
  reads: {
    'all trainers': byAdmin(() => '{ trainers { totalCount nodes { name } } }'),
    'trainers found': byAdmin(() => '{ trainers(search: "a") { totalCount } }'),
    'the trainer': byAdmin((campus) => `{ trainer(id: "${campus.id('trainer')}") { name } }`),
    'the other trainer': byAdmin((campus) => `{ trainer(id: "${campus.id('otherTrainer')}") { name } }`),
  },
  restore: (campus) => updateProfile(campus, 'trainer', { name: 'Tess Tull', expertise: 'Go' }),
  changes: {
    'a trainer registers': { does: (campus) => campus.join('trainer'), misses: LISTS },
    'the trainer takes another name': {
      does: (campus) => updateProfile(campus, 'trainer', { name: 'Tessa Tull' }),
      misses: [...LISTS, 'the trainer'],
    },
    'the trainer knows more': {
      does: (campus) => updateProfile(campus, 'trainer', { expertise: 'All' }),
      misses: [...LISTS, 'the trainer'],
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
