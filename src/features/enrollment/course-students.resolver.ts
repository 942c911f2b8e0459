import { IsOptional } from '../../shared/validation/class-validator';
import { Args, ArgsType, Ctx, Field, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { PageArgs } from '../../shared/connection/page-args';
import type { RequestContext } from '../../shared/request-context';
import { IsText } from '../../shared/validation/text';
import { isStaffOf } from '../course/course.policy';
import { Course, type CourseAnswer } from '../course/course.type';
import { StudentService } from '../student/student.service';
import { StudentConnection } from '../student/student.type';
import { Memberships } from './memberships';

@ArgsType()
class CourseStudentsArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Part of a name or an e-mail address; case does not matter.' })
  @IsOptional()
  @IsText(100, 0)
  search?: string | null;
}

/** The course feature does not know enrollments, so this feature adds the fields. */
@Resolver(() => Course)
export class CourseStudentsResolver {
  constructor(
    private readonly memberships: Memberships,
    private readonly studentsOf: StudentService,
  ) {}

  @FieldResolver(() => Int, { description: 'How many students are enrolled.' })
  studentCount(@Root() { id, studentCount }: CourseAnswer, @Ctx() context: RequestContext) {
    return studentCount ?? this.memberships.studentCount(context, id);
  }

  @FieldResolver(() => Boolean, { description: 'Whether the signed-in user is a student of the course.' })
  isEnrolled(@Root() { id, isEnrolled }: CourseAnswer, @Ctx() context: RequestContext) {
    return isEnrolled ?? this.memberships.isEnrolled(context, id);
  }

  @FieldResolver(() => StudentConnection, {
    nullable: true,
    description: 'Who is enrolled, by name, then id. Null for everybody but the course’s trainer and administrators.',
  })
  students(
    @Root() course: CourseAnswer,
    @Args(() => CourseStudentsArgs) args: CourseStudentsArgs,
    @Ctx() context: RequestContext,
  ) {
    if (!isStaffOf(context.viewer, course)) return null;
    return this.studentsOf.pageWithin(context, args, { courseId: course.id });
  }
}
