import { object, say, value } from '../../../shared/rest/properties';
import { record } from '../../../shared/rest/record';
import { route, type RestRoute } from '../../../shared/rest/route';
import { field, fields } from '../../../shared/rest/sources';
import {
  ChangeOwnPasswordDocument,
  ChooseNotificationsDocument,
  NotificationSettingsFragmentDoc,
} from './account.operations.generated';

/** The REST routes of the signed-in user's account, whatever its role. */
export const accountRoutes: readonly RestRoute[] = [
  route({
    method: 'POST',
    path: '/api/auth/change-password',
    id: 'changePassword',
    summary: 'Changes the signed-in user’s password. The session that asks goes on, all others of the user end.',
    operation: ChangeOwnPasswordDocument,
    variables: {
      input: { currentPassword: field('currentPassword').needed(), password: field('newPassword').needed() },
    },
    pick: ({ updateProfile }) => updateProfile,
    answer: object({ message: say('Password changed successfully!') }),
  }),
  route({
    method: 'PUT',
    path: '/api/users/notifications',
    id: 'updateNotifications',
    summary: 'Changes what the signed-in user wants to be notified about. Absent fields stay.',
    operation: ChooseNotificationsDocument,
    variables: {
      input: fields(
        'emailNotifications',
        'smsNotifications',
        'pushNotifications',
        'marketingEmails',
        'assignmentReminders',
        'deadlineAlerts',
      ),
    },
    pick: ({ updateNotificationSettings }) => ({ notifications: updateNotificationSettings }),
    answer: object({
      message: say('Notification settings saved.'),
      notifications: value('notifications', record(NotificationSettingsFragmentDoc)),
    }),
  }),
];
