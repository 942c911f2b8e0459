import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Authorized } from '../../shared/authorized';
import { totalCountResolver } from '../../shared/connection/total-count.resolver';
import { asksOnlyId } from '../../shared/asks-only-id';
import { Audited } from '../../shared/audited';
import { RateLimited } from '../../shared/rate-limited';
import type { RequestContext } from '../../shared/request-context';
import { OrganizationService } from '../organization/organization.service';
import { Organization } from '../organization/organization.type';
import { TrainerService } from '../trainer/trainer.service';
import { Trainer } from '../trainer/trainer.type';
import { CourseChangesService } from './course-changes.service';
import { CoursesArgs, CreateCourseInput, UpdateCourseInput } from './course.input';
import { isStaffOf } from './course.policy';
import type { CourseFilter } from './course.repository';
import { CourseService } from './course.service';
import { Course, CourseConnection, type CourseAnswer } from './course.type';

@Resolver(() => Course)
export class CourseResolver {
  constructor(
    private readonly service: CourseService,
    private readonly changes: CourseChangesService,
    private readonly trainers: TrainerService,
    private readonly organizations: OrganizationService,
  ) {}

  @Authorized()
  @RateLimited('api')
  @Query(() => Course, { nullable: true, description: 'One course. Only administrators see an archived one.' })
  course(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() context: RequestContext) {
    return this.service.one(context, id);
  }

  @Authorized()
  @RateLimited('api')
  @Query(() => CourseConnection, { description: 'Courses by title, then id.' })
  courses(@Args(() => CoursesArgs) args: CoursesArgs, @Ctx() context: RequestContext) {
    return this.service.page(context, args);
  }

  @Authorized('TRAINER', 'ADMIN')
  @Mutation(() => Course, { description: 'Creates a course.' })
  createCourse(
    @Arg('input', () => CreateCourseInput, { description: 'The course.' }) input: CreateCourseInput,
    @Ctx() context: RequestContext,
  ) {
    return this.changes.create(context, input);
  }

  @Audited('course-handover', 'trainerId')
  @Authorized('TRAINER', 'ADMIN')
  @Mutation(() => Course, { description: 'Changes a course of one’s own. Its lectures go with it to another trainer.' })
  updateCourse(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Arg('input', () => UpdateCourseInput, { description: 'The changes.' }) input: UpdateCourseInput,
    @Ctx() context: RequestContext,
  ) {
    return this.changes.update(context, id, input);
  }

  @Authorized('TRAINER', 'ADMIN')
  @Mutation(() => Boolean, {
    description: 'Archives a course of one’s own: only administrators see it from now on, and nothing of it is lost.',
  })
  deleteCourse(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() context: RequestContext) {
    return this.changes.archive(context, id);
  }

  @Authorized('ADMIN')
  @Mutation(() => Course, { description: 'Brings an archived course back. For administrators.' })
  restoreCourse(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() context: RequestContext) {
    return this.changes.restore(context, id);
  }

  @FieldResolver(() => Trainer, { description: 'Who gives it.' })
  trainer(@Root() { trainerId }: CourseAnswer, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return asksOnlyId(info) ? { id: trainerId } : this.trainers.one(context, trainerId);
  }

  @FieldResolver(() => Organization, { nullable: true, description: 'The organization it belongs to.' })
  organization(@Root() course: CourseAnswer, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return this.organizations.of(context, course, asksOnlyId(info));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The code that students enroll with. Null for everybody but the course’s trainer and administrators.',
  })
  enrollmentCode(@Root() course: CourseAnswer, @Ctx() context: RequestContext): string | null {
    return isStaffOf(context.viewer, course) ? course.enrollmentCode : null;
  }
}

export const CourseConnectionResolver = totalCountResolver<CourseFilter | null>(CourseConnection);
