import type { Tx } from '../../platform/database/database';
import { AppError, badInput } from '../../platform/errors/app-error';
import { isGiven } from '../../shared/given';
import { parseCourseId, parseUserId, type UserId } from '../../shared/ids';
import type { Viewer } from '../../shared/viewer';
import { isStaffOf } from '../course/course.policy';
import type { CourseRepository } from '../course/course.repository';
import { canActForTrainer } from '../trainer/trainer.policy';

/*
 * Decides who gives a lecture: the trainer of its course. A lecture without a course is given by the trainer who enters it,
 * or by the one that an administrator names.
 */

/** The fields of a course that its lectures need. */
interface CourseOfLecture {
  id: string;
  trainerId: string;
}

/**
 * The trainer that an input names; null if it names none.
 *
 * @throws AppError BAD_USER_INPUT for a malformed id, and for another trainer's unless the viewer is an administrator
 */
export function trainerNamed(viewer: Viewer, text: string | null | undefined): UserId | null {
  if (!isGiven(text)) return null;
  const id = parseUserId(text);
  if (!canActForTrainer(viewer, id)) throw badInput('input.trainerId', 'must be your own id, or absent');
  if (!id) throw badInput('input.trainerId', 'is not the id of a trainer');
  return id;
}

/**
 * The course that a lecture is put into; null for none. It is neither archived nor handed over until the transaction ends.
 *
 * @throws AppError BAD_USER_INPUT if there is no such course or it is archived, FORBIDDEN for another trainer's
 */
export async function courseOf(
  tx: Tx,
  courses: CourseRepository,
  viewer: Viewer,
  text: string | null | undefined,
): Promise<CourseOfLecture | null> {
  if (!isGiven(text)) return null;
  const id = parseCourseId(text);
  const course = id && (await courses.lockShared(tx, id));
  if (!course || course.archivedAt !== null) throw badInput('input.courseId', 'is not the id of a course');
  if (!isStaffOf(viewer, course)) throw new AppError('FORBIDDEN', 'This course is another trainer’s.');
  return course;
}

/** @throws AppError BAD_USER_INPUT on `trainerId` if it is required but absent, or not the course's trainer */
export function giverOf(viewer: Viewer, named: UserId | null, course: CourseOfLecture | null): string {
  if (course) {
    if (named !== null && named !== course.trainerId)
      throw badInput('input.trainerId', 'must be the trainer of the course, or absent');
    return course.trainerId;
  }
  if (viewer.role === 'TRAINER') return viewer.id;
  if (named === null) throw badInput('input.trainerId', 'is required without a course');
  return named;
}
