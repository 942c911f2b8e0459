import type { UserId } from '../../shared/ids';
import type { Viewer } from '../../shared/viewer';

/** Administrators see every trainer's statistics, trainers their own. */
export const canSeeTrainerStats = (viewer: Viewer, trainerId: UserId | null): boolean =>
  viewer.role === 'ADMIN' || trainerId === viewer.id;
