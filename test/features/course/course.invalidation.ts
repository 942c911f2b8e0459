import { invalidation, MINUTE_MS, UUID } from '../../support/invalidation';

invalidation.add({
  patterns: [
    [new RegExp(`^course:(students:)?${UUID}$`), 30 * MINUTE_MS],
    [/^courses:/, 30 * MINUTE_MS],
  ],
  stored: {
    'a page of courses': {
      query: () => '{ courses { nodes { id } } }',
      keys: () => ['courses:first=20'],
      lifetimeMs: 30 * MINUTE_MS,
    },
    'one course': {
      query: (campus) => `{ course(id: "${campus.id('course')}") { title } }`,
      keys: (campus) => [`course:${campus.id('course')}`],
      lifetimeMs: 30 * MINUTE_MS,
    },
  },
});
