import type { Viewer } from '../../shared/viewer';

/** Only administrators see the lectures of an archived course. */
export const canSeeLecture = (viewer: Viewer, { isArchived }: { isArchived: boolean }): boolean =>
  !isArchived || viewer.role === 'ADMIN';
