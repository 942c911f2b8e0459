import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { Authorized } from '../../shared/authorized';
import { Audited } from '../../shared/audited';
import { RateLimited } from '../../shared/rate-limited';
import type { RequestContext } from '../../shared/request-context';
import { Course } from '../course/course.type';
import { EnrollmentService } from './enrollment.service';

@Resolver()
export class EnrollmentResolver {
  constructor(private readonly service: EnrollmentService) {}

  @Audited('membership-change')
  @Authorized('STUDENT')
  @RateLimited('code')
  @Mutation(() => Course, { description: 'Enrolls the signed-in student in the course with this code.' })
  enroll(
    @Arg('code', () => String, { description: 'The course’s enrollment code. Case does not matter.' }) code: string,
    @Ctx() context: RequestContext,
  ) {
    return this.service.enroll(context, code);
  }

  @Audited('membership-change')
  @Authorized('TRAINER', 'ADMIN')
  @Mutation(() => Course, {
    description: 'Enrolls students in a course of one’s own. Those who are enrolled already stay.',
  })
  enrollStudents(
    @Arg('courseId', () => ID, { description: 'The course.' }) courseId: string,
    @Arg('studentIds', () => [ID], { description: 'The students, each once.' }) studentIds: string[],
    @Ctx() context: RequestContext,
  ) {
    return this.service.enrollStudents(context, courseId, studentIds);
  }

  @Audited('membership-change')
  @Authorized()
  @Mutation(() => Boolean, {
    description:
      'Takes a student out of a course. Students leave by themselves; the course’s trainer and administrators name ' +
      'the student. False if the student is not enrolled.',
  })
  unenroll(
    @Arg('courseId', () => ID, { description: 'The course.' }) courseId: string,
    @Arg('studentId', () => ID, { nullable: true, description: 'The student; absent: oneself.' })
    studentId: string | null | undefined,
    @Ctx() context: RequestContext,
  ) {
    return this.service.unenroll(context, courseId, studentId);
  }
}
