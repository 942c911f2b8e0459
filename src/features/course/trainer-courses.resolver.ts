import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { PageArgs } from '../../shared/connection/page-args';
import type { RequestContext } from '../../shared/request-context';
import { Trainer } from '../trainer/trainer.type';
import { CourseService } from './course.service';
import { CourseConnection } from './course.type';

/** The trainer feature does not know courses, so this feature adds the field. */
@Resolver(() => Trainer)
export class TrainerCoursesResolver {
  constructor(private readonly service: CourseService) {}

  @FieldResolver(() => CourseConnection, { description: 'The courses this trainer gives, by title, then id.' })
  courses(@Root() trainer: Trainer, @Args(() => PageArgs) page: PageArgs, @Ctx() context: RequestContext) {
    return this.service.page(context, page, { trainerId: trainer.id });
  }
}
