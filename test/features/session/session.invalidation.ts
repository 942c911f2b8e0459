import { invalidation, MINUTE_MS, UUID } from '../../support/invalidation';

invalidation.add({
  changes: { 'somebody signs in': { does: (campus) => campus.signIn('student'), misses: [] } },
  patterns: [
    [new RegExp(`^session:${UUID}$`), 60 * MINUTE_MS],
    [/^blacklist:[\w-]{22}$/, 720 * MINUTE_MS],
  ],
});
