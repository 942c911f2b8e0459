import type { PersonRole } from '../account/person-role';
import { adminChanged } from './admin.cache';
import type { AdminRepository } from './admin.repository';

/** Administrators among the accounts. */
export const adminRole = (admins: AdminRepository): PersonRole => ({
  role: 'ADMIN',
  fields: ['name', 'phone', 'bio', 'location'],
  select: (ids) => admins.select(ids),
  async update(tx, id, { name, phone, bio, location }) {
    const record = await admins.update(tx, id, { name, phone, bio, location });
    return record && { record: { ...record, role: 'ADMIN' }, tags: adminChanged(id) };
  },
  async setOrganization(tx, id, organizationId) {
    const moved = await admins.setOrganization(tx, id, organizationId);
    return moved && { ...moved, tags: adminChanged(id) };
  },
  beforeRemoval: (_tx, id) => Promise.resolve(adminChanged(id)),
});
