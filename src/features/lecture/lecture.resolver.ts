import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { RateLimited } from '../../shared/rate-limited';
import type { Counted } from '../../shared/connection/connection';
import type { RequestContext } from '../../shared/request-context';
import { TrainerService } from '../trainer/trainer.service';
import { Trainer } from '../trainer/trainer.type';
import { CreateLectureInput, LecturesArgs, UpdateLectureInput } from './lecture.input';
import type { LectureFilter } from './lecture.repository';
import { LectureService } from './lecture.service';
import { Lecture, LectureConnection } from './lecture.type';

@Resolver(() => Lecture)
export class LectureResolver {
  constructor(
    private readonly service: LectureService,
    private readonly trainers: TrainerService,
  ) {}

  @Authorized()
  @RateLimited('api')
  @Query(() => Lecture, { nullable: true, description: 'One lecture.' })
  lecture(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() context: RequestContext) {
    return this.service.one(context, id);
  }

  @Authorized()
  @RateLimited('api')
  @Query(() => LectureConnection, { description: 'Lectures by begin, then id.' })
  lectures(@Args(() => LecturesArgs) args: LecturesArgs, @Ctx() context: RequestContext) {
    return this.service.page(context, args);
  }

  @Authorized()
  @RateLimited('api')
  @Query(() => [Lecture], { description: 'The lectures that begin today, by begin, then id.' })
  todayLectures(
    @Arg('timeZone', () => String, {
      nullable: true,
      description: 'IANA zone in which today is reckoned, e.g. Europe/Berlin; by default the gateway’s own.',
    })
    timeZone: string | null,
    @Ctx() context: RequestContext,
  ) {
    return this.service.today(context, timeZone);
  }

  @Authorized('TRAINER', 'ADMIN')
  @Mutation(() => Lecture, { description: 'Enters a lecture.' })
  createLecture(
    @Arg('input', () => CreateLectureInput, { description: 'The lecture.' }) input: CreateLectureInput,
    @Ctx() context: RequestContext,
  ) {
    return this.service.create(context, input);
  }

  @Authorized('TRAINER', 'ADMIN')
  @Mutation(() => Lecture, { description: 'Changes a lecture of one’s own.' })
  updateLecture(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Arg('input', () => UpdateLectureInput, { description: 'What changes.' }) input: UpdateLectureInput,
    @Ctx() context: RequestContext,
  ) {
    return this.service.update(context, id, input);
  }

  @Authorized('TRAINER', 'ADMIN')
  @Mutation(() => Boolean, { description: 'Takes a lecture of one’s own off the calendar.' })
  cancelLecture(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() context: RequestContext) {
    return this.service.cancel(context, id);
  }

  @FieldResolver(() => Trainer, { description: 'Who gives it.' })
  trainer(@Root() lecture: Lecture, @Ctx() context: RequestContext) {
    return this.trainers.one(context, lecture.trainerId);
  }
}

@Resolver(() => LectureConnection)
export class LectureConnectionResolver {
  constructor(private readonly service: LectureService) {}

  @FieldResolver(() => Int, { description: 'How many there are on all pages together.' })
  async totalCount(@Root() connection: Counted<LectureFilter | null>, @Ctx() context: RequestContext): Promise<number> {
    return connection.knownCount ?? this.service.count(context, connection.filter);
  }
}
