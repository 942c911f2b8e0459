import { invalidation, MINUTE_MS, UUID } from '../../support/invalidation';

invalidation.add({
  patterns: [[new RegExp(`^organization:(counts:)?${UUID}$`), 60 * MINUTE_MS]],
  stored: {
    // A member reads it.
    'one organization': {
      query: (campus) => `{ organization(id: "${campus.id('organization')}") { name } }`,
      keys: (campus) => [`organization:${campus.id('organization')}`],
      lifetimeMs: 60 * MINUTE_MS,
    },
  },
});
