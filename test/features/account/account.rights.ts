import { randomBytes } from 'node:crypto';
import { all, nobodyThere, onlyAdmins, rights, signedIn, SIGNED_IN, type Audience } from '../../support/rights';

/** What registration of any role takes. */
export const newPerson = () => ({
  ...{ name: 'Zoe', email: `${randomBytes(6).toString('hex')}@example.org` },
  ...{ password: 'another long one', phone: '555 0102' },
});

const THE_STUDENT: Audience = ['student'];

rights.add({
  operations: {
    'Query.me': [() => ({}), signedIn],
    'Mutation.updateProfile': [() => ({ input: { name: 'A new name' } }), signedIn],
    'Mutation.updateNotificationSettings': [() => ({ input: { marketingEmails: true } }), signedIn],
    'Mutation.changePassword': [
      ({ own: { password } }) => ({ input: { currentPassword: password, newPassword: password } }),
      signedIn,
    ],
    'Mutation.changePassword, without the current one': [
      ({ own: { password } }) => ({ input: { currentPassword: 'not the right one', newPassword: password } }),
      { ...all('BAD_USER_INPUT'), anonymous: 'UNAUTHENTICATED' },
    ],
    'Mutation.updateUser': [
      async ({ campus }) => ({ id: (await campus.join('student')).id, input: { name: 'A new name' } }),
      onlyAdmins,
    ],
    'Mutation.updateUser, no such': [({ campus }) => ({ id: campus.id('course'), input: { name: 'N' } }), nobodyThere],
    'Mutation.deleteUser': [async ({ campus }) => ({ id: (await campus.join('student')).id }), onlyAdmins],
    'Mutation.deleteUser, oneself': [({ own }) => ({ id: own.id }), { ...onlyAdmins, admin: 'FORBIDDEN' }],
    'Mutation.deleteUser, who gives courses': [
      ({ campus }) => ({ id: campus.id('trainer') }),
      { ...onlyAdmins, admin: 'CONFLICT' },
    ],
  },
  routes: {
    'POST /api/auth/change-password': [
      ({ own: { password } }) => ({ currentPassword: password, newPassword: password }),
      signedIn,
    ],
    'POST /api/auth/change-password, without the current one': [
      ({ own: { password } }) => ({ currentPassword: 'not the right one', newPassword: password }),
      { ...all('BAD_USER_INPUT'), anonymous: 'UNAUTHENTICATED' },
    ],
  },
  shown: {
    User: {
      // As an interface it is shown to the user itself, and to administrators among those who are new.
      'id name email role createdAt updatedAt phone organization': ['student', 'admin'],
      notificationSettings: THE_STUDENT,
    },
    NotificationSettings: {
      'emailNotifications smsNotifications pushNotifications': SIGNED_IN,
      'marketingEmails assignmentReminders deadlineAlerts': SIGNED_IN,
    },
  },
  owners: { User: (campus) => campus.id('student') },
});
