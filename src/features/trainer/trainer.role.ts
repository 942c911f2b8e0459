import type { Tx } from '../../platform/database/database';
import type { PersonRole } from '../account/person-role';
import { trainerChanged } from './trainer.cache';
import type { TrainerRepository } from './trainer.repository';

/** Trainers among the accounts. */
export const trainerRole = (trainers: TrainerRepository): PersonRole => ({
  role: 'TRAINER',
  fields: ['name', 'phone', 'expertise'],
  selectRecords: (ids) => trainers.selectRecords(ids),
  async update(tx: Tx, id, { name, phone, expertise }) {
    const updated = await trainers.update(tx, id, { name, phone, expertise });
    return updated && { record: { ...updated.after, role: 'TRAINER' }, tags: trainerChanged(id) };
  },
  async setOrganization(tx, id, organizationId) {
    const moved = await trainers.setOrganization(tx, id, organizationId);
    return moved && { former: moved.former, tags: trainerChanged(id) };
  },
});
