import type { PersonRole } from '../account/person-role';
import { trainerChanged } from './trainer.cache';
import type { TrainerRepository } from './trainer.repository';

/** Trainers among the accounts. */
export const trainerRole = (trainers: TrainerRepository): PersonRole => ({
  role: 'TRAINER',
  fields: ['name', 'phone', 'bio', 'location', 'expertise', 'gender'],
  select: (ids) => trainers.select(ids),
  async update(tx, id, { name, phone, bio, location, expertise, gender }) {
    const updated = await trainers.update(tx, id, { name, phone, bio, location, expertise, gender });
    return updated && { record: { ...updated.after, role: 'TRAINER' }, tags: trainerChanged(id) };
  },
  async setOrganization(tx, id, organizationId) {
    const moved = await trainers.setOrganization(tx, id, organizationId);
    return moved && { ...moved, tags: trainerChanged(id) };
  },
  async beforeRemoval(tx, id) {
    // Rules of other features read the record, which must stay as they have read it.
    await trainers.lock(tx, id);
    return trainerChanged(id);
  },
});
