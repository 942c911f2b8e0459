import type { UserId } from '../../shared/ids';
import type { Viewer } from '../../shared/viewer';

/** Administrators may change every lecture, trainers their own. */
export const canChangeLecture = (viewer: Viewer, { trainerId }: { trainerId: string }): boolean =>
  viewer.role === 'ADMIN' || trainerId === viewer.id;

/** Trainers may enter lectures for themselves only. */
export const canGiveLecture = (viewer: Viewer, trainerId: UserId | null): boolean =>
  viewer.role === 'ADMIN' || trainerId === viewer.id;

/** Only administrators see the lectures of an archived course. */
export const canSeeLecture = (viewer: Viewer, { isArchived }: { isArchived: boolean }): boolean =>
  !isArchived || viewer.role === 'ADMIN';
