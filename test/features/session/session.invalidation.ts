import type { Campus } from '../../support/campus';
import { dataOf } from '../../support/graphql';
import { invalidation, MINUTE_MS, UUID } from '../../support/invalidation';

/** Nothing that is cached shows sessions. */
async function ends(campus: Campus, field: string): Promise<void> {
  dataOf(await campus.ask('student', `mutation { ${field} }`));
  await campus.signInAgain('student');
}

invalidation.add({
  changes: {
    'somebody signs in': { of: 'login', does: (campus) => campus.signIn('student'), misses: [] },
    'somebody signs out': {
      of: 'logout',
      does: (campus) => ends(campus, 'logout'),
      misses: [],
    },
    'somebody signs out everywhere': {
      of: 'logoutEverywhere',
      does: (campus) => ends(campus, 'logoutEverywhere'),
      misses: [],
    },
    'other sessions are ended': {
      of: 'revokeOtherSessions',
      does: (campus) => ends(campus, 'revokeOtherSessions'),
      misses: [],
    },
    'a session is ended': {
      of: 'revokeSession',
      does: (campus) => ends(campus, `revokeSession(id: "${campus.sessionId('student')}")`),
      misses: [],
    },
    'somebody takes another password': {
      of: 'changePassword',
      does: (campus) =>
        ends(
          campus,
          `changePassword(input: { currentPassword: "${campus.account('student').password}", newPassword: "${campus.account('student').password}" }) { token }`,
        ),
      misses: [],
    },
  },
  patterns: [
    [new RegExp(`^session:${UUID}$`), 60 * MINUTE_MS],
    [/^blacklist:[\w-]{22}$/, 720 * MINUTE_MS],
  ],
});
