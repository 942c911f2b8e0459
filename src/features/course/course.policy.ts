import type { Viewer } from '../../shared/viewer';

interface Given {
  trainerId: string;
}

/** The staff of a course: its trainer, and every administrator. The viewer's id is read only where the role does not decide. */
export const isStaffOf = (viewer: Viewer | null, { trainerId }: Given): boolean =>
  viewer?.role === 'ADMIN' || (viewer?.role === 'TRAINER' && viewer.id === trainerId);

/** Only administrators see archived courses. */
export const canSeeCourse = (viewer: Viewer, { archivedAt }: { archivedAt: unknown }): boolean =>
  archivedAt === null || viewer.role === 'ADMIN';
