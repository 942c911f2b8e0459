import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../shared/request-context';
import { Course } from '../course/course.type';
import { LectureTimesArgs } from './lecture.input';
import { LectureService } from './lecture.service';
import { LectureConnection } from './lecture.type';

/** The course feature does not know lectures, so this feature adds the field. */
@Resolver(() => Course)
export class CourseLecturesResolver {
  constructor(private readonly service: LectureService) {}

  @FieldResolver(() => LectureConnection, {
    description: 'The lectures of the course, ordered by start time, then id.',
  })
  lectures(
    @Root() { id }: Course,
    @Args(() => LectureTimesArgs) args: LectureTimesArgs,
    @Ctx() context: RequestContext,
  ) {
    return this.service.page(context, { ...args, courseId: id });
  }
}
