import type { UserId } from '../../shared/ids';
import type { Viewer } from '../../shared/viewer';

/** Administrators change every lecture, a trainer its own. */
export const canChangeLecture = (viewer: Viewer, { trainerId }: { trainerId: string }): boolean =>
  viewer.role === 'ADMIN' || trainerId === viewer.id;

/** A trainer names only itself as the trainer of a lecture. */
export const canGiveLecture = (viewer: Viewer, trainerId: UserId | null): boolean =>
  viewer.role === 'ADMIN' || trainerId === viewer.id;

/** A course has lectures added by its trainer and by administrators. */
export const canAddLectures = (viewer: Viewer, course: { trainerId: string }): boolean =>
  viewer.role === 'ADMIN' || course.trainerId === viewer.id;

/** The lectures of an archived course are gone for all but administrators. */
export const canSeeLecture = (viewer: Viewer, { isArchived }: { isArchived: boolean }): boolean =>
  !isArchived || viewer.role === 'ADMIN';
