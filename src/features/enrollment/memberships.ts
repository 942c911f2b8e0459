import type { CourseId } from '../../shared/ids';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import { isStaffOf } from '../course/course.policy';
import type { EnrollmentSources } from './enrollment.cache';

/** Which courses a viewer is a member of: read in a batch, cached, and observed on the viewer. */
export class Memberships {
  constructor(private readonly sources: EnrollmentSources) {}

  /** The courses that the viewer is enrolled in. Only students are enrolled, so nothing is read for other roles. */
  async courseIds(context: RequestContext): Promise<readonly string[]> {
    const viewer = viewerOf(context);
    if (viewer.role !== 'STUDENT') return [];
    viewer.observeMemberships();
    return (await context.reader.read(this.sources.courseIds, viewer.id)) ?? [];
  }

  /** Whether the viewer is a student of the course. */
  async isEnrolled(context: RequestContext, courseId: string): Promise<boolean> {
    return (await this.courseIds(context)).includes(courseId);
  }

  /** The members of a course: its trainer, its students, every administrator. */
  async isMember(context: RequestContext, course: { id: string; trainerId: string }): Promise<boolean> {
    return isStaffOf(viewerOf(context), course) || this.isEnrolled(context, course.id);
  }

  async studentCount(context: RequestContext, courseId: string): Promise<number> {
    return (await context.reader.read(this.sources.studentCount, courseId as CourseId)) ?? 0;
  }
}
