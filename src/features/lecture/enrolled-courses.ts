import type { Tx } from '../../platform/database/database';
import type { RequestContext } from '../../shared/request-context';

/** The courses that the viewer, a student, is enrolled in. */
export interface EnrolledCourses {
  /** Notes that the answer depends on them. */
  idsOf(context: RequestContext): Promise<readonly string[]>;
}

/** A course as its lectures need it. */
export interface CourseOfLecture {
  id: string;
  trainerId: string;
}

export interface CoursesOfLectures {
  /**
   * Keeps the course from being archived and handed over until the transaction ends.
   *
   * @returns null if there is none, or it is archived
   */
  hold(tx: Tx, id: string): Promise<CourseOfLecture | null>;
}
