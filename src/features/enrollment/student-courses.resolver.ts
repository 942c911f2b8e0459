import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { PageArgs } from '../../shared/connection/page-args';
import type { RequestContext } from '../../shared/request-context';
import { CourseService } from '../course/course.service';
import { CourseConnection } from '../course/course.type';
import { Student } from '../student/student.type';

/** The student feature does not know courses, so this feature adds the field. */
@Resolver(() => Student)
export class StudentCoursesResolver {
  constructor(private readonly service: CourseService) {}

  @FieldResolver(() => CourseConnection, {
    description: 'The courses this student is enrolled in, by title, then id.',
  })
  courses(@Root() student: Student, @Args(() => PageArgs) page: PageArgs, @Ctx() context: RequestContext) {
    return this.service.page(context, page, { studentId: student.id });
  }
}
