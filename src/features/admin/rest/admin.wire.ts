import { computed } from '../../../shared/rest/properties';
import { document, optional, record, reference, spelled, idOf } from '../../../shared/rest/record';
import { lowerCase } from '../../../shared/rest/spelling';
import { text } from '../../../shared/rest/wire';
import {
  AdminFragmentDoc,
  AdminOrganizationFragmentDoc,
  AdminProfileFragmentDoc,
  type AdminFragment,
} from './admin.operations.generated';

const PROPERTIES = {
  name: 'name',
  email: 'email',
  role: spelled('role', lowerCase),
  phoneNo: computed(text('Phone number; empty text for none.'), ({ phone }: AdminFragment) => phone ?? ''),
  organizationId: optional(idOf('organization')),
} as const;

export const ADMIN = document(AdminFragmentDoc, PROPERTIES);

const ORGANIZATION = record(AdminOrganizationFragmentDoc, {
  _id: 'id',
  name: 'name',
  code: optional('code'),
  description: optional('description'),
});

/** An administrator, with the fields that only the administrator sees. */
export const ADMIN_PROFILE = document(AdminProfileFragmentDoc, {
  ...PROPERTIES,
  organizationId: reference('organization', ORGANIZATION),
  notifications: optional('notificationSettings'),
});
