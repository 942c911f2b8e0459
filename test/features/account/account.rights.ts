import { randomBytes } from 'node:crypto';
import { all, rights, signedIn, type Audience } from '../../support/rights';

/** What registration of any role takes. */
export const newPerson = () => ({
  ...{ name: 'Zoe', email: `${randomBytes(6).toString('hex')}@example.org` },
  ...{ password: 'another long one', phone: '555 0102' },
});

const THE_STUDENT: Audience = ['student'];
const THE_ADMIN: Audience = ['admin'];

rights.add({
  operations: {
    'Query.me': [() => ({}), signedIn],
    'Mutation.updateProfile': [() => ({ input: { name: 'A new name' } }), signedIn],
    'Mutation.changePassword': [
      ({ own: { password } }) => ({ input: { currentPassword: password, newPassword: password } }),
      signedIn,
    ],
    'Mutation.changePassword, without the current one': [
      ({ own: { password } }) => ({ input: { currentPassword: 'not the right one', newPassword: password } }),
      { ...all('BAD_USER_INPUT'), anonymous: 'UNAUTHENTICATED' },
    ],
  },
  shown: {
    // As an interface only `me`, `updateProfile` and a sign-in show it: to the user itself.
    User: { 'id name email role createdAt updatedAt': THE_STUDENT },
    Admin: { 'id name email role createdAt updatedAt': THE_ADMIN },
  },
  owners: { User: (campus) => campus.id('student'), Admin: (campus) => campus.id('admin') },
});
