import { AppError } from '../../platform/errors/app-error';
import type { RemovalRule } from '../account/person-role';
import type { LectureRepository } from './lecture.repository';

/** A trainer with lectures cannot be deleted, because students rely on the schedule. */
export const staysWithLectures =
  (lectures: LectureRepository): RemovalRule =>
  async ({ tx, id, role }) => {
    if (role !== 'TRAINER' || !(await lectures.hasLectures(tx, id))) return [];
    throw new AppError('CONFLICT', 'This trainer still has lectures. Hand them over or cancel them first.');
  };
