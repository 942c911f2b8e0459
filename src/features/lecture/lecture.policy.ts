import type { UserId } from '../../shared/ids';
import type { Viewer } from '../../shared/viewer';

/** Administrators change every lecture, a trainer its own. */
export const canChangeLecture = (viewer: Viewer, { trainerId }: { trainerId: string }): boolean =>
  viewer.role === 'ADMIN' || trainerId === viewer.id;

/** A trainer enters lectures of its own only. */
export const canGiveLecture = (viewer: Viewer, trainerId: UserId | null): boolean =>
  viewer.role === 'ADMIN' || trainerId === viewer.id;
