import type { Tx } from '../../platform/database/database';
import { profileTag } from '../account/account.cache';
import type { PersonRole } from '../account/person-role';
import type { AdminRepository } from './admin.repository';

/** Administrators among the accounts. */
export const adminRole = (admins: AdminRepository): PersonRole => ({
  role: 'ADMIN',
  fields: ['name'],
  selectRecords: (ids) => admins.selectRecords(ids),
  async update(tx: Tx, id, { name }) {
    const record = await admins.update(tx, id, { name });
    return record && { record: { ...record, role: 'ADMIN' }, tags: [profileTag(id)] };
  },
  async setOrganization(tx, id, organizationId) {
    const moved = await admins.setOrganization(tx, id, organizationId);
    return moved && { ...moved, tags: [profileTag(id)] };
  },
});
