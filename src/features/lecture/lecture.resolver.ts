import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Authorized } from '../../shared/authorized';
import { asksOnlyId } from '../../shared/asks-only-id';
import { totalCountResolver } from '../../shared/connection/total-count.resolver';
import { RateLimited } from '../../shared/rate-limited';
import type { RequestContext } from '../../shared/request-context';
import { CourseService } from '../course/course.service';
import { Course } from '../course/course.type';
import { TrainerService } from '../trainer/trainer.service';
import { Trainer } from '../trainer/trainer.type';
import { CreateLectureInput, LecturesArgs, TodayArgs, UpdateLectureInput } from './lecture.input';
import type { LectureFilter } from './lecture.repository';
import { LectureService } from './lecture.service';
import { LectureStatus } from './lecture.status';
import { Lecture, LectureConnection } from './lecture.type';
import { ScheduleService } from './schedule.service';

const MEMBERS = 'Null for those who are not members of the course. Without a course, everybody sees it.';

@Resolver(() => Lecture)
export class LectureResolver {
  constructor(
    private readonly service: LectureService,
    private readonly schedule: ScheduleService,
    private readonly trainers: TrainerService,
    private readonly courses: CourseService,
  ) {}

  @Authorized()
  @RateLimited('api')
  @Query(() => Lecture, { nullable: true, description: 'One lecture.' })
  lecture(@Arg('id', () => ID, { description: 'The lecture’s id.' }) id: string, @Ctx() context: RequestContext) {
    return this.service.one(context, id);
  }

  @Authorized()
  @RateLimited('api')
  @Query(() => Lecture, {
    nullable: true,
    description:
      'The lecture in a virtual room, where the viewer may join it. Of several it is the one that is on or next, else the last.',
  })
  lectureInRoom(
    @Arg('roomId', () => String, { description: 'The room’s id.' }) roomId: string,
    @Ctx() context: RequestContext,
  ) {
    return this.service.inRoom(context, roomId);
  }

  @Authorized()
  @RateLimited('api')
  @Query(() => LectureConnection, { description: 'Lectures, ordered by start time, then id.' })
  lectures(@Args(() => LecturesArgs) args: LecturesArgs, @Ctx() context: RequestContext) {
    return this.service.page(context, args);
  }

  @Authorized()
  @RateLimited('api')
  @Query(() => [Lecture], {
    description: 'The lectures that begin on one local day, by default today, ordered by start time, then id.',
  })
  todayLectures(@Args(() => TodayArgs) args: TodayArgs, @Ctx() context: RequestContext) {
    return this.service.today(context, args);
  }

  @Authorized('TRAINER', 'ADMIN')
  @Mutation(() => Lecture, { description: 'Creates a lecture, of one of the viewer’s courses or without a course.' })
  createLecture(
    @Arg('input', () => CreateLectureInput, { description: 'The lecture.' }) input: CreateLectureInput,
    @Ctx() context: RequestContext,
  ) {
    return this.schedule.create(context, input);
  }

  @Authorized('TRAINER', 'ADMIN')
  @Mutation(() => Lecture, { description: 'Changes a lecture that the viewer gives.' })
  updateLecture(
    @Arg('id', () => ID, { description: 'The lecture’s id.' }) id: string,
    @Arg('input', () => UpdateLectureInput, { description: 'The changes.' }) input: UpdateLectureInput,
    @Ctx() context: RequestContext,
  ) {
    return this.schedule.update(context, id, input);
  }

  @Authorized('TRAINER', 'ADMIN')
  @Mutation(() => Lecture, {
    description: 'Ends a lecture that the viewer gives. Before the lecture begins this is a CONFLICT.',
  })
  completeLecture(
    @Arg('id', () => ID, { description: 'The lecture’s id.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return this.schedule.complete(context, id);
  }

  @Authorized('TRAINER', 'ADMIN')
  @Mutation(() => Boolean, { description: 'Deletes a lecture that the viewer gives.' })
  cancelLecture(@Arg('id', () => ID, { description: 'The lecture’s id.' }) id: string, @Ctx() context: RequestContext) {
    return this.schedule.cancel(context, id);
  }

  @FieldResolver(() => LectureStatus, { description: 'Where the lecture stands now. It changes with the clock.' })
  status(@Root() lecture: Lecture, @Ctx() context: RequestContext) {
    return this.service.status(context, lecture);
  }

  @FieldResolver(() => Trainer, { description: 'The trainer who gives the lecture.' })
  trainer(@Root() { trainerId }: Lecture, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return asksOnlyId(info) ? { id: trainerId } : this.trainers.one(context, trainerId);
  }

  @FieldResolver(() => Course, { nullable: true, description: 'The course, if the lecture belongs to one.' })
  course(@Root() { courseId }: Lecture, @Ctx() context: RequestContext) {
    return courseId && this.courses.one(context, courseId);
  }

  @FieldResolver(() => String, { nullable: true, description: `A link to the meeting. ${MEMBERS}` })
  meetingLink(@Root() lecture: Lecture, @Ctx() context: RequestContext) {
    return this.forMembers(context, lecture, lecture.meetingLink);
  }

  @FieldResolver(() => String, { nullable: true, description: `The id of the virtual room. ${MEMBERS}` })
  roomId(@Root() lecture: Lecture, @Ctx() context: RequestContext) {
    return this.forMembers(context, lecture, lecture.roomId);
  }

  private async forMembers(context: RequestContext, lecture: Lecture, value: string | null): Promise<string | null> {
    return value !== null && (await this.service.canJoin(context, lecture)) ? value : null;
  }
}

export const LectureConnectionResolver = totalCountResolver<LectureFilter | null>(
  LectureConnection,
  'The number of lectures on all pages together.',
);
