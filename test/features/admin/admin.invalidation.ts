import { randomUUID } from 'node:crypto';
import { done, invalidation, type Read } from '../../support/invalidation';

const byAdmin = (query: Read['query']): Read => ({ by: 'admin', query });
const LISTS = ['all administrators', 'administrators found', 'newest users'];

invalidation.add({
  reads: {
    'all administrators': byAdmin(() => '{ admins { totalCount nodes { name } } }'),
    'administrators found': byAdmin(() => '{ admins(search: "a") { totalCount nodes { name } } }'),
    'the administrator': byAdmin((campus) => `{ admin(id: "${campus.id('admin')}") { name } }`),
  },
  changes: {
    'an administrator is added': {
      of: 'createAdmin',
      does: (campus) =>
        done(campus, 'admin', 'mutation ($input: CreateAdminInput!) { done: createAdmin(input: $input) { id } }', {
          ...{ name: 'New', email: `${randomUUID()}@example.org`, password: 'correct horse battery' },
        }),
      misses: LISTS,
    },
    'the administrator has a phone': {
      of: 'updateProfile',
      does: (campus) =>
        done(campus, 'admin', 'mutation ($input: UpdateProfileInput!) { done: updateProfile(input: $input) { id } }', {
          phone: '1',
        }),
      misses: [...LISTS, 'the administrator'],
    },
  },
});
