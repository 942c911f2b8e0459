import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { PageArgs } from '../../shared/connection/page-args';
import type { RequestContext } from '../../shared/request-context';
import { Trainer } from '../trainer/trainer.type';
import { LectureService } from './lecture.service';
import { LectureConnection } from './lecture.type';

/** The trainer feature does not know lectures, so this feature adds the field. */
@Resolver(() => Trainer)
export class TrainerLecturesResolver {
  constructor(private readonly service: LectureService) {}

  @FieldResolver(() => LectureConnection, {
    description: 'The lectures that this trainer gives, ordered by start time, then id.',
  })
  lectures(@Root() trainer: Trainer, @Args(() => PageArgs) page: PageArgs, @Ctx() context: RequestContext) {
    return this.service.page(context, { ...page, trainerId: trainer.id });
  }
}
