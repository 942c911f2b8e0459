import { computed } from '../../../shared/rest/properties';
import { document, idOf, optional, record, reference, spelled } from '../../../shared/rest/record';
import { lowerCase } from '../../../shared/rest/spelling';
import { text } from '../../../shared/rest/wire';
import { AdminFragmentDoc, AdminOrganizationFragmentDoc, AdminProfileFragmentDoc, type AdminFragment } from './admin.operations.generated';

const PROPERTIES = {
  name: 'name',
  email: 'email',
  role: spelled('role', lowerCase),
  phoneNo: computed(text('Phone number; empty text for none.'), ({ phone }: AdminFragment) => phone ?? ''),
  organizationId: optional(idOf('organization')),
} as const;

const ORGANIZATION = record(AdminOrganizationFragmentDoc, {
  _id: 'id',
  name: 'name',
  code: optional('code'),
  description: optional('description'),
});

export const ADMIN = document(AdminFragmentDoc, PROPERTIES);

/** An administrator, with what only the administrator itself is shown. */
export const ADMIN_PROFILE = document(AdminProfileFragmentDoc, {
  ...PROPERTIES,
  organizationId: reference('organization', ORGANIZATION),
  notifications: optional('notificationSettings'),
});
