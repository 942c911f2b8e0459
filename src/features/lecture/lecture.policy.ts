import type { UserId } from '../../shared/ids';
import type { Viewer } from '../../shared/viewer';

/** Administrators may change every lecture, trainers their own. */
export const canChangeLecture = (viewer: Viewer, { trainerId }: { trainerId: string }): boolean =>
  viewer.role === 'ADMIN' || trainerId === viewer.id;

/** Trainers may enter lectures for themselves only. */
export const canGiveLecture = (viewer: Viewer, trainerId: UserId | null): boolean =>
  viewer.role === 'ADMIN' || trainerId === viewer.id;

/** The course's trainer and administrators may add lectures to it. */
export const canAddLectures = (viewer: Viewer, course: { trainerId: string }): boolean =>
  viewer.role === 'ADMIN' || course.trainerId === viewer.id;

/** Only administrators see the lectures of an archived course. */
export const canSeeLecture = (viewer: Viewer, { isArchived }: { isArchived: boolean }): boolean =>
  !isArchived || viewer.role === 'ADMIN';
