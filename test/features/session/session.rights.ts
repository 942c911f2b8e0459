import { sessionIdOf } from '../../support/app';
import { ALL, all, everyone, rights, signedIn, type Audience } from '../../support/rights';

const THE_STUDENT: Audience = ['student'];

rights.add({
  operations: {
    'Query.sessions': [() => ({}), signedIn],
    'Mutation.login': [({ own: { email, password } }) => ({ input: { email, password } }), everyone],
    'Mutation.login, wrong password': [
      ({ own: { email } }) => ({ input: { email, password: 'not the right one' } }),
      all('UNAUTHENTICATED'),
    ],
    'Mutation.logout': [() => ({}), signedIn],
    'Mutation.logoutEverywhere': [() => ({}), signedIn],
    'Mutation.revokeSession': [({ own }) => ({ id: sessionIdOf(own.token) }), signedIn],
    'Mutation.revokeOtherSessions': [() => ({}), signedIn],
  },
  shown: {
    Session: { 'id createdAt lastSeenAt expiresAt ip userAgent current': THE_STUDENT },
    AuthPayload: { 'token expiresAt user': ALL },
  },
  owners: { Session: (campus) => campus.sessionId('student') },
});
