import type { Tx } from '../../platform/database/database';
import type { PersonRole } from '../account/person-role';
import { studentChanged } from './student.cache';
import type { StudentRepository } from './student.repository';

/** Students among the accounts. */
export const studentRole = (students: StudentRepository): PersonRole => ({
  role: 'STUDENT',
  fields: ['name', 'phone', 'course'],
  selectRecords: (ids) => students.selectRecords(ids),
  async update(tx: Tx, id, { name, phone, course }) {
    const updated = await students.update(tx, id, { name, phone, course });
    if (!updated) return null;
    const { before, after } = updated;
    return { record: { ...after, role: 'STUDENT' }, tags: studentChanged(id, before.course, after.course) };
  },
  async setOrganization(tx, id, organizationId) {
    const moved = await students.setOrganization(tx, id, organizationId);
    return moved && { former: moved.former, tags: studentChanged(id, moved.after.course) };
  },
});
