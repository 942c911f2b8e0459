import type { PersonRole } from '../account/person-role';
import { studentChanged } from './student.cache';
import type { StudentRepository } from './student.repository';

/** Students among the accounts. */
export const studentRole = (students: StudentRepository): PersonRole => ({
  role: 'STUDENT',
  fields: ['name', 'phone', 'bio', 'location', 'branch', 'rollNo', 'year', 'gender', 'dateOfBirth'],
  select: (ids) => students.select(ids),
  async update(tx, id, { name, phone, bio, location, branch, rollNo, year, gender, dateOfBirth }) {
    const changes = { name, phone, bio, location, branch, rollNo, year, gender, dateOfBirth };
    const updated = await students.update(tx, id, changes);
    if (!updated) return null;
    const { before, after } = updated;
    return { record: { ...after, role: 'STUDENT' }, tags: studentChanged(id, before, after) };
  },
  async beforeRemoval(tx, id) {
    const student = await students.lock(tx, id);
    return studentChanged(id, ...(student ? [student] : []));
  },
  async setOrganization(tx, id, organizationId) {
    const moved = await students.setOrganization(tx, id, organizationId);
    return moved && { former: moved.former, tags: studentChanged(id, moved.after) };
  },
});
